import { sendConfigBatchSchema, type SendConfigBatch } from '@naas/contract';
import { batchCapabilityFaults, batchFaults } from './batch-faults.js';
import type { BodyRules } from './body-rules.js';

/** Rules of the body of `POST /v2/send-config/batch`. */
export const sendConfigBatchBody: BodyRules<SendConfigBatch> = {
  schema: sendConfigBatchSchema,
  faults: (fields, facts) => [...batchFaults(fields, facts), ...batchCapabilityFaults(fields, facts)],
};
