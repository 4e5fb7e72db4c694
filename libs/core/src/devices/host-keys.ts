import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';

/** The pinned SSH host key of one device. */
export interface PinnedHostKey {
  readonly host: string;
  readonly port: number;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** Pinned SSH host keys of one context's devices, shared by all workers. */
export class PinnedHostKeys {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #onPinned: (pin: PinnedHostKey) => void;

  /** @param onPinned told of each device whose key is pinned through this object. */
  constructor(redis: Redis, context: string, onPinned: (pin: PinnedHostKey) => void = () => undefined) {
    this.#redis = redis;
    this.#onPinned = onPinned;
    this.#key = keys.hostKeys(context);
  }

  /** The pinned fingerprint, `SHA256:…`; undefined when none is. */
  async get(host: string, port: number): Promise<string | undefined> {
    return (await this.#redis.hget(this.#key, `[${host}]:${port}`)) ?? undefined;
  }

  /** Pins a fingerprint, unless another worker was first; the pinned one is the answer. */
  async pin(host: string, port: number, fingerprint: string): Promise<string> {
    if ((await this.#redis.hsetnx(this.#key, `[${host}]:${port}`, fingerprint)) === 1)
      this.#onPinned({ host, port, fingerprint });
    return (await this.get(host, port)) ?? fingerprint;
  }

  /** Forgets the fingerprint of a device; false when none was pinned. */
  async forget(host: string, port: number): Promise<boolean> {
    return (await this.#redis.hdel(this.#key, `[${host}]:${port}`)) === 1;
  }

  /** Forgets all fingerprints of the context. */
  async forgetAll(): Promise<void> {
    await this.#redis.del(this.#key);
  }

  /** All pinned fingerprints of the context, by host and port. */
  async list(): Promise<readonly PinnedHostKey[]> {
    const pins = Object.entries(await this.#redis.hgetall(this.#key)).map(
      ([device, fingerprint]): PinnedHostKey => {
        const at = device.lastIndexOf(']:'); // fields are written by pin()
        return { host: device.slice(1, at), port: Number(device.slice(at + 2)), fingerprint };
      },
    );
    return pins.sort((one, other) =>
      one.host === other.host ? one.port - other.port : one.host < other.host ? -1 : 1,
    );
  }
}
