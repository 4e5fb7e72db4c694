import { sendCommandBatchSchema, type SendCommandBatch } from '@naas/contract';
import { batchFaults } from './batch-faults.js';
import type { BodyRules } from './body-rules.js';

/** Rules of the body of `POST /v2/send-command/batch`. */
export const sendCommandBatchBody: BodyRules<SendCommandBatch> = {
  schema: sendCommandBatchSchema,
  faults: batchFaults,
};
