import { AuthError } from '@naas/auth';
import type { ApiKeys } from '@naas/core';

/** Default interval of the checks, in milliseconds. */
const defaultIntervalMs = 4000;

/** The error for a caller whose API key is revoked. */
export const keyRevoked = (): AuthError =>
  new AuthError('UNAUTHENTICATED', 'The API key of this Bearer token is revoked; use another key.');

/**
 * Ends the streams and waits of revoked API keys: asks again and again which keys are revoked, once for all that
 * are open in this process. While Redis is away nothing is ended; nothing can be read then either.
 */
export class RevocationWatch {
  readonly #apiKeys: Pick<ApiKeys, 'revokedOf'>;
  readonly #intervalMs: number;
  /** What is open, by the id of its key. */
  readonly #open = new Map<string, Set<AbortController>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(apiKeys: Pick<ApiKeys, 'revokedOf'>, intervalMs = defaultIntervalMs) {
    this.#apiKeys = apiKeys;
    this.#intervalMs = intervalMs;
  }

  /**
   * Makes a signal that aborts when `gone` does, or when the key is revoked; the reason is an AuthError then. The
   * key is watched until then.
   */
  watch(keyId: string, gone: AbortSignal): AbortSignal {
    const end = new AbortController();
    if (gone.aborted) {
      end.abort();
      return end.signal;
    }
    const controllers = this.#open.get(keyId) ?? new Set();
    this.#open.set(keyId, controllers.add(end));
    gone.addEventListener('abort', () => {
      this.#forget(keyId, end);
      end.abort();
    });
    this.#timer ??= setInterval(() => void this.#check(), this.#intervalMs);
    return end.signal;
  }

  #forget(keyId: string, end: AbortController): void {
    const controllers = this.#open.get(keyId);
    controllers?.delete(end);
    if (controllers?.size === 0) this.#open.delete(keyId);
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #check(): Promise<void> {
    // Whatever the reason of a failure, the next check comes soon.
    const revoked = await this.#apiKeys.revokedOf([...this.#open.keys()]).catch(() => []);
    for (const keyId of revoked) {
      for (const end of [...(this.#open.get(keyId) ?? [])]) {
        this.#forget(keyId, end);
        end.abort(keyRevoked());
      }
    }
  }
}
