import { randomUUID } from 'node:crypto';
import type { SendCommandBatch } from '@naas/contract';
import type { Principal } from '@naas/auth';
import type { NewJob } from '@naas/core';
import { credentialsOf, targetOf } from './submission.js';
import type { Work } from './work.js';

/** The fields that all batch bodies have. */
export type BatchBody = Omit<SendCommandBatch, 'commands' | 'expect_string'>;
type BatchDevice = BatchBody['devices'][number];

/**
 * The login of the device, else of the batch. Never combines a user name of one with a password of the other.
 */
function loginOf(
  { username, password }: BatchDevice,
  batch: BatchBody,
): Pick<BatchBody, 'username' | 'password'> {
  if (username !== undefined && password !== undefined) return { username, password };
  if (batch.username !== undefined && batch.password !== undefined)
    return { username: batch.username, password: batch.password };
  return {};
}

/** The jobs of a batch, one per device, in order. A device inherits the fields that it does not set. */
export function batchJobs(batch: BatchBody, work: Work, principal: Principal): readonly NewJob[] {
  const { port, platform, context, read_timeout, conn_timeout, tags } = batch;
  return batch.devices.map((device) => {
    const enable = device.enable ?? batch.enable;
    return {
      jobId: randomUUID(),
      request: {
        ...targetOf({ port, platform, context, read_timeout, conn_timeout, tags, ...device }),
        ...work,
      },
      credentials: credentialsOf(
        { ...loginOf(device, batch), ...(enable === undefined ? {} : { enable }) },
        principal,
      ),
    };
  });
}
