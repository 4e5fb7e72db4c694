import type { JobOutput } from '@naas/contract';
import type { KeyRing } from '../secrecy/key-ring.js';
import { Secret } from '../secrecy/secret.js';
import { bindingOf, type SealedField } from '../secrecy/job-identity.js';
import type {
  CommandRequest,
  ConfigurationRequest,
  DeviceCredentials,
  JobRequest,
  NewOutput,
  Webhook,
} from './types.js';

/** The part of a request that is stored in the clear. */
export type RequestHead = Pick<JobRequest, 'kind' | 'context' | 'host' | 'port' | 'platform' | 'tags'>;

/** The part of a request that is sealed. */
export type Payload = Omit<CommandRequest, keyof RequestHead> | Omit<ConfigurationRequest, keyof RequestHead>;

/** Seals and opens the parts of one job; each is bound to the job's identity and to its field. */
export class JobSeals {
  readonly #keyRing: KeyRing;
  readonly #identity: string;

  constructor(keyRing: KeyRing, identity: string) {
    this.#keyRing = keyRing;
    this.#identity = identity;
  }

  sealPayload(request: JobRequest): Buffer {
    const {
      kind: _kind,
      context: _context,
      host: _host,
      port: _port,
      platform: _platform,
      tags: _tags,
      ...payload
    } = request;
    return this.#seal('payload', payload);
  }

  /**
   * The request of its head and sealed payload.
   * @throws UnsealError
   */
  openRequest(head: RequestHead, sealed: Buffer): JobRequest {
    const payload = this.#open('payload', sealed) as Payload; // sealed by sealPayload
    return { ...head, ...payload } as JobRequest; // the payload of that kind, sealed by the same submit
  }

  sealCredentials({ username, password, enable }: DeviceCredentials): Buffer {
    return this.#seal('credentials', [username, password.reveal(), enable?.reveal() ?? null]);
  }

  /** @throws UnsealError */
  openCredentials(sealed: Buffer): DeviceCredentials {
    // sealed by sealCredentials
    const [username, password, enable] = this.#open('credentials', sealed) as [string, string, string | null];
    return {
      username,
      password: new Secret(password),
      enable: enable === null ? null : new Secret(enable),
    };
  }

  sealWebhook({ url, secret }: Webhook): Buffer {
    return this.#seal('webhook', [url, secret?.reveal() ?? null]);
  }

  /** @throws UnsealError */
  openWebhook(sealed: Buffer): Webhook {
    const [url, secret] = this.#open('webhook', sealed) as [string, string | null]; // sealed by sealWebhook
    return { url, secret: secret === null ? null : new Secret(secret) };
  }

  /** `index`: number of the output, from 0. */
  sealOutput(index: number, output: NewOutput): Buffer {
    const stored: JobOutput = {
      command: output.command,
      output: output.output,
      refused: output.refused,
      started_at: output.startedAt.toISOString(),
      duration_ms: output.durationMs,
    };
    return this.#seal(`output ${index}`, stored);
  }

  /** @throws UnsealError */
  openOutput(index: number, sealed: Buffer): JobOutput {
    return this.#open(`output ${index}`, sealed) as JobOutput; // sealed by sealOutput
  }

  /**
   * The JSON of an output in UTF-8, as it was sealed.
   * @throws UnsealError
   */
  openOutputJson(index: number, sealed: Buffer): Buffer {
    return this.#keyRing.unsealBytes(sealed, bindingOf(this.#identity, `output ${index}`));
  }

  sealError(message: string): Buffer {
    return this.#seal('error', message);
  }

  /** @throws UnsealError */
  openError(sealed: Buffer): string {
    return this.#open('error', sealed) as string; // sealed by sealError
  }

  #seal(field: SealedField, value: unknown): Buffer {
    return this.#keyRing.seal(JSON.stringify(value), bindingOf(this.#identity, field));
  }

  #open(field: SealedField, sealed: Buffer): unknown {
    return JSON.parse(this.#keyRing.unseal(sealed, bindingOf(this.#identity, field)));
  }
}
