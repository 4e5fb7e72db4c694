import { createHash } from 'node:crypto';
import { DriverError } from '../errors.js';
import type { HostKeyPolicy, HostKeyStore } from '../options.js';

/** Keeps pins in the memory of this process. */
export class MemoryHostKeys implements HostKeyStore {
  readonly #pins = new Map<string, string>();

  async get(host: string, port: number): Promise<string | undefined> {
    return Promise.resolve(this.#pins.get(`${host} ${String(port)}`));
  }

  async pin(host: string, port: number, fingerprint: string): Promise<string> {
    const name = `${host} ${String(port)}`;
    const pinned = this.#pins.get(name) ?? fingerprint;
    this.#pins.set(name, pinned);
    return Promise.resolve(pinned);
  }
}

/** `SHA256:` and unpadded base64 of a public key in wire format, as `ssh-keygen -lf` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Options of checkHostKey(). */
export interface HostKeyCheck {
  readonly host: string;
  readonly port: number;
  readonly policy: HostKeyPolicy;
  readonly store: HostKeyStore;
}

/** Resolves if the key may be trusted. Rejects with HOST_KEY_MISMATCH, or with the store's own error. */
export async function checkHostKey(key: Buffer, { host, port, policy, store }: HostKeyCheck): Promise<void> {
  if (policy === 'accept') return;
  const fingerprint = fingerprintOf(key);
  const pinned = policy === 'tofu' ? await store.pin(host, port, fingerprint) : await store.get(host, port);
  if (pinned === fingerprint) return;
  throw new DriverError(
    'HOST_KEY_MISMATCH',
    pinned === undefined
      ? `No host key of ${host} port ${String(port)} is pinned, and the policy is strict; ` +
          `the device showed ${fingerprint}.`
      : `The device at ${host} port ${String(port)} showed the host key ${fingerprint}, but ${pinned} is pinned. ` +
          'Either the device was replaced or the connection is intercepted; remove the pin if the new key is right.',
  );
}
