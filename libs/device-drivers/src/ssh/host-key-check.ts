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

/** Options of HostKeyCheck. */
export interface HostKeyCheckOptions {
  readonly host: string;
  readonly port: number;
  readonly policy: HostKeyPolicy;
  readonly store: HostKeyStore;
}

/**
 * Checks the host key of one connection. A key that is not known is pinned only after authentication:
 * otherwise whoever reaches the address first, with no need of a login, would choose the key that is trusted.
 */
export class HostKeyCheck {
  readonly #options: HostKeyCheckOptions;
  /** The fingerprint to pin. */
  #unknown: string | undefined;

  constructor(options: HostKeyCheckOptions) {
    this.#options = options;
  }

  /** Resolves if the key may be trusted. Rejects with HOST_KEY_MISMATCH, or with the store's own error. */
  async check(key: Buffer): Promise<void> {
    const { host, port, policy, store } = this.#options;
    if (policy === 'accept') return;
    const fingerprint = fingerprintOf(key);
    const pinned = (await store.get(host, port)) ?? this.#unknown;
    if (pinned === undefined && policy === 'tofu') this.#unknown = fingerprint;
    else if (pinned !== fingerprint)
      throw mismatch({ host, port, fingerprint, pinned, isAuthenticated: false });
  }

  /**
   * Pins the key, if it was not known. Rejects with HOST_KEY_MISMATCH if another one has been pinned since,
   * or with the store's own error.
   */
  async pin(): Promise<void> {
    const { host, port, store } = this.#options;
    const fingerprint = this.#unknown;
    if (fingerprint === undefined) return;
    const pinned = await store.pin(host, port, fingerprint);
    if (pinned !== fingerprint) throw mismatch({ host, port, fingerprint, pinned, isAuthenticated: true });
  }
}

interface Mismatch {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly pinned: string | undefined;
  readonly isAuthenticated: boolean;
}

function mismatch({ host, port, fingerprint, pinned, isAuthenticated }: Mismatch): DriverError {
  return new DriverError(
    'HOST_KEY_MISMATCH',
    pinned === undefined
      ? `No host key of ${host} port ${String(port)} is pinned, and the policy is strict; ` +
          `the device showed ${fingerprint}.`
      : `The device at ${host} port ${String(port)} showed the host key ${fingerprint}, but ${pinned} is pinned. ` +
          'Either the device was replaced or the connection is intercepted; remove the pin if the new key is right.',
    { isAuthenticated },
  );
}
