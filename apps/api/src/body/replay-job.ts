import { replayJobSchema, type ReplayJob } from '@naas/contract';
import type { BodyRules } from './body-rules.js';
import { loginFaults } from './login-faults.js';

/** Rules of the body of `POST /v2/jobs/{job_id}/replay`, which may be left out. */
export const replayJobBody: BodyRules<ReplayJob> = {
  schema: replayJobSchema,
  isOptional: true,
  faults: loginFaults,
};
