import type { JobOutput } from '@naas/contract';
import type { KeyRing } from '../secrecy/key-ring.js';
import { Secret } from '../secrecy/secret.js';
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

export function sealPayload(keyRing: KeyRing, jobId: string, request: JobRequest): Buffer {
  const {
    kind: _kind,
    context: _context,
    host: _host,
    port: _port,
    platform: _platform,
    tags: _tags,
    ...payload
  } = request;
  return keyRing.seal(JSON.stringify(payload), jobId);
}

/**
 * The request of its head and sealed payload.
 * @throws UnsealError
 */
export function unsealRequest(
  keyRing: KeyRing,
  jobId: string,
  { head, sealed }: { readonly head: RequestHead; readonly sealed: Buffer },
): JobRequest {
  const payload = JSON.parse(keyRing.unseal(sealed, jobId)) as Payload; // sealed by sealPayload
  return { ...head, ...payload } as JobRequest; // the payload of that kind, written by the same submit
}

export function sealCredentials(keyRing: KeyRing, jobId: string, credentials: DeviceCredentials): Buffer {
  const { username, password, enable } = credentials;
  return keyRing.seal(JSON.stringify([username, password.reveal(), enable?.reveal() ?? null]), jobId);
}

/** @throws UnsealError */
export function unsealCredentials(keyRing: KeyRing, jobId: string, sealed: Buffer): DeviceCredentials {
  // sealed by sealCredentials
  const [username, password, enable] = JSON.parse(keyRing.unseal(sealed, jobId)) as [
    string,
    string,
    string | null,
  ];
  return {
    username,
    password: new Secret(password),
    enable: enable === null ? null : new Secret(enable),
  };
}

export function sealWebhook(keyRing: KeyRing, jobId: string, { url, secret }: Webhook): Buffer {
  return keyRing.seal(JSON.stringify([url, secret?.reveal() ?? null]), jobId);
}

/** @throws UnsealError */
export function unsealWebhook(keyRing: KeyRing, jobId: string, sealed: Buffer): Webhook {
  // sealed by sealWebhook
  const [url, secret] = JSON.parse(keyRing.unseal(sealed, jobId)) as [string, string | null];
  return { url, secret: secret === null ? null : new Secret(secret) };
}

export function sealOutput(keyRing: KeyRing, jobId: string, output: NewOutput): Buffer {
  const stored: JobOutput = {
    command: output.command,
    output: output.output,
    refused: output.refused,
    started_at: output.startedAt.toISOString(),
    duration_ms: output.durationMs,
  };
  return keyRing.seal(JSON.stringify(stored), jobId);
}

/** @throws UnsealError */
export function unsealOutput(keyRing: KeyRing, jobId: string, sealed: Buffer): JobOutput {
  return JSON.parse(keyRing.unseal(sealed, jobId)) as JobOutput; // sealed by sealOutput
}
