import type { Logger, RedisListener } from '@naas/core';

/**
 * Whether Redis can be used, as its connection and the steps that need it tell; one log line when it goes,
 * one when it returns.
 */
export class Outage {
  readonly #log: Logger;
  readonly #onReturn: () => void;
  #isOn = false;

  /** @param onReturn called when Redis is back */
  constructor(log: Logger, onReturn: () => void) {
    this.#log = log;
    this.#onReturn = onReturn;
  }

  /** Takes what the connection tells. */
  readonly hear: RedisListener = (event, error) => {
    if (event === 'lost') this.begin(error);
    else this.end();
  };

  /** Something that needs Redis failed. */
  readonly begin = (error: unknown): void => {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#log.warn('Redis cannot be used; the worker goes on when it is back', {
      reason: error instanceof Error ? error.message : 'unknown',
    });
  };

  /** Redis can be used. */
  readonly end = (): void => {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#log.info('Redis can be used again');
    this.#onReturn();
  };
}
