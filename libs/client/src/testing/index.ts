export {
  accepted,
  errorAnswer,
  failedJob,
  finishedJob,
  health,
  jobOutput,
  jobResult,
  ok,
  testJobId,
} from './answers.js';
export type { Answer } from './answers.js';
export { loopbackCertificate, otherHostCertificate } from './certificates.js';
export type { TestCertificate } from './certificates.js';
export { startTestApi } from './test-api.js';
export type { AnswerSource, SeenRequest, TestApi } from './test-api.js';
