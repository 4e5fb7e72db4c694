import type { Redis } from './redis.js';

type Listener = (message: string) => void;

/** Pub/sub of one process: any number of listeners on any number of channels, over one connection. */
export class Subscriptions {
  readonly #redis: Redis;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #restored = new Set<() => void>();

  /** @param redis a connection for the use 'subscriber'; nothing else may use it. */
  constructor(redis: Redis) {
    this.#redis = redis;
    redis.on('message', (channel: string, message: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(message);
    });
    // The PING is answered after the subscriptions that ioredis makes again by itself. It fails only when the
    // connection is lost once more.
    redis.on(
      'ready',
      () =>
        void redis.ping().then(
          () => this.#restored.forEach((listener) => listener()),
          () => undefined,
        ),
    );
  }

  /**
   * Calls the listener once the subscriptions are made again after the connection was lost: messages may have
   * been missed. Returns a function that removes the listener.
   */
  onRestored(listener: () => void): () => void {
    this.#restored.add(listener);
    return () => void this.#restored.delete(listener);
  }

  /** Subscribes. Resolves, once Redis has confirmed it, to a function that removes the listener. */
  async listen(channel: string, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    try {
      await this.#redis.subscribe(channel);
    } catch (error) {
      this.#remove(channel, listener);
      throw error;
    }
    return () => this.#remove(channel, listener);
  }

  #remove(channel: string, listener: Listener): void {
    const listeners = this.#listeners.get(channel);
    listeners?.delete(listener);
    if (listeners?.size !== 0) return;
    this.#listeners.delete(channel);
    // A connection that is down has no subscription to end, and subscribes only to what is left when it is
    // back.
    this.#redis.unsubscribe(channel).then(undefined, () => this.#listeners.delete(channel));
  }
}
