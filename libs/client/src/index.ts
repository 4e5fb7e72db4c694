export { hasEnded } from '@naas/contract';
export type {
  ErrorBody,
  ErrorDetail,
  Health,
  JobAccepted,
  JobKind,
  JobOutput,
  JobResult,
  JobStatus,
  JobTags,
} from '@naas/contract';
export { NaasClient } from './client.js';
export type { CallOptions, HoldOptions, NaasClientOptions, SubmitOptions } from './client.js';
export { ClientError, clientErrors } from './client-error.js';
export type { ClientErrorCode } from './client-error.js';
export type { SendCommandRequest, SendConfigRequest } from './requests.js';
export type { WaitOptions } from './wait-for-job.js';
