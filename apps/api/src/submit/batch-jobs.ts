import { randomUUID } from 'node:crypto';
import type { SendCommandBatch } from '@naas/contract';
import type { Principal } from '@naas/auth';
import type { NewJob } from '@naas/core';
import { credentialsOf, targetOf } from './submission.js';
import type { Work } from './work.js';

/** What all bodies of batches have. */
export type BatchBody = Omit<SendCommandBatch, 'commands' | 'expect_string'>;
type BatchDevice = BatchBody['devices'][number];

/** The device's own pair, else the batch's: never a name of the one with the password of the other. */
function loginOf(
  { username, password }: BatchDevice,
  batch: BatchBody,
): Pick<BatchBody, 'username' | 'password'> {
  if (username !== undefined && password !== undefined) return { username, password };
  if (batch.username !== undefined && batch.password !== undefined)
    return { username: batch.username, password: batch.password };
  return {};
}

/** The jobs of a batch, one a device, in their order. A device inherits what it does not set. */
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
