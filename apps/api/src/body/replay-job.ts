import { replayJobSchema, type ReplayJob } from '@naas/contract';
import type { BodyRules } from './body-rules.js';
import { loginFaults } from './login-faults.js';

/** Rules of the optional body of `POST /v2/jobs/{job_id}/replay`. */
export const replayJobBody: BodyRules<ReplayJob> = {
  schema: replayJobSchema,
  isOptional: true,
  faults: loginFaults,
};
