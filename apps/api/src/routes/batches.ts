import { sendCommandBatchBody } from '../body/send-command-batch.js';
import { sendConfigBatchBody } from '../body/send-config-batch.js';
import { cancelBatch } from '../handlers/cancel-batch.js';
import { getBatch } from '../handlers/get-batch.js';
import { sendCommandBatch, sendConfigBatch } from '../handlers/send-batch.js';
import { route, type Route } from '../route.js';

/** Routes of batches. */
export const batchRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/v2/send-command/batch',
    permission: 'command:run',
    body: sendCommandBatchBody,
    handle: sendCommandBatch,
  }),
  route({
    method: 'post',
    path: '/v2/send-config/batch',
    permission: 'config:run',
    body: sendConfigBatchBody,
    handle: sendConfigBatch,
  }),
  { method: 'get', path: '/v2/batches/:batch_id', permission: 'batch:read', body: null, handle: getBatch },
  {
    method: 'delete',
    path: '/v2/batches/:batch_id',
    permission: 'batch:cancel',
    body: null,
    handle: cancelBatch,
  },
];
