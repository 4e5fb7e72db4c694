import type { SendCommand } from '@naas/contract';
import { acceptJob } from './accept-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { targetOf } from './submission.js';

/** `POST /v2/send-command` */
export async function sendCommand(
  request: CallerRequest<SendCommand>,
  services: Services,
): Promise<Response> {
  const { body } = request;
  return acceptJob(request, services, {
    ...targetOf(body),
    kind: 'send-command',
    commands: body.commands,
    expectString: body.expect_string ?? null,
    saveConfig: false,
    commit: false,
  });
}
