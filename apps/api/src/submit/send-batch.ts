import type { SendCommandBatch, SendConfigBatch } from '@naas/contract';
import { acceptBatch } from './accept-batch.js';
import { batchJobs } from './batch-jobs.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `POST /v2/send-command/batch` */
export function sendCommandBatch(
  request: CallerRequest<SendCommandBatch>,
  services: Services,
): Promise<Response> {
  const { body, principal } = request;
  const work = {
    kind: 'send-command',
    commands: body.commands,
    expectString: body.expect_string ?? null,
    saveConfig: false,
    commit: false,
  } as const;
  return acceptBatch(request, services, batchJobs(body, work, principal));
}

/** `POST /v2/send-config/batch` */
export function sendConfigBatch(
  request: CallerRequest<SendConfigBatch>,
  services: Services,
): Promise<Response> {
  const { body, principal } = request;
  const work = {
    kind: 'send-config',
    commands: body.commands ?? body.config ?? [],
    expectString: null,
    saveConfig: body.save_config,
    commit: body.commit,
  } as const;
  return acceptBatch(request, services, batchJobs(body, work, principal));
}
