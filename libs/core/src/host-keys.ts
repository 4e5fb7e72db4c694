import { keys } from './keys.js';
import type { Redis } from './redis.js';

/** Pinned SSH host keys of one context's devices, shared by all workers. */
export class PinnedHostKeys {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, context: string) {
    this.#redis = redis;
    this.#key = keys.hostKeys(context);
  }

  /** The pinned fingerprint, `SHA256:…`; undefined when none is. */
  async get(host: string, port: number): Promise<string | undefined> {
    return (await this.#redis.hget(this.#key, `[${host}]:${port}`)) ?? undefined;
  }

  /** Pins a fingerprint, unless another worker was first; the pinned one is the answer. */
  async pin(host: string, port: number, fingerprint: string): Promise<string> {
    await this.#redis.hsetnx(this.#key, `[${host}]:${port}`, fingerprint);
    return (await this.get(host, port)) ?? fingerprint;
  }
}
