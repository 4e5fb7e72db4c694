import { Trouble, type Logger, type RedisListener } from '@naas/core';

/**
 * Whether Redis can be used, as its connection and the steps that need it report; one log line when it goes,
 * one when it returns.
 */
export class Outage extends Trouble {
  /** @param onReturn called when Redis is back */
  constructor(log: Logger, onReturn: () => void) {
    super({
      onBegin: (error) =>
        log.warn('Redis cannot be used; the worker goes on when it is back', {
          reason: error instanceof Error ? error.message : 'unknown',
        }),
      onEnd: () => {
        log.info('Redis can be used again');
        onReturn();
      },
    });
  }

  /** Takes what the connection reports. */
  readonly onConnection: RedisListener = (event, error) => {
    if (event === 'lost') this.begin(error);
    else this.end();
  };
}
