import type { SendCommandStructured } from '@naas/contract';
import { acceptJob } from './accept-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { targetOf } from './submission.js';

/** `POST /v2/send-command-structured` */
export async function sendCommandStructured(
  request: CallerRequest<SendCommandStructured>,
  services: Services,
): Promise<Response> {
  const { body } = request;
  return acceptJob(request, services, {
    ...targetOf(body),
    kind: 'send-command-structured',
    commands: body.commands,
    expectString: null,
    saveConfig: false,
    commit: false,
  });
}
