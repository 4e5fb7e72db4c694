import { Trouble, type Logger, type RedisListener } from '@naas/core';

/**
 * Whether Redis can be used, as reported by its connection and by the steps that need it. Writes one log line
 * when an outage begins and one when it ends.
 */
export class Outage extends Trouble {
  /** @param onReturn called when the outage ends */
  constructor(log: Logger, onReturn: () => void) {
    super({
      onBegin: (error) =>
        log.warn('Redis cannot be used; the worker continues when it is back', {
          reason: error instanceof Error ? error.message : 'unknown',
        }),
      onEnd: () => {
        log.info('Redis can be used again');
        onReturn();
      },
    });
  }

  /** Receives the events of the connection. */
  readonly onConnection: RedisListener = (event, error) => {
    if (event === 'lost') this.begin(error);
    else this.end();
  };
}
