import type { SendConfig } from '@naas/contract';
import { acceptJob } from './accept-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { targetOf } from './submission.js';

/** `POST /v2/send-config` */
export async function sendConfig(request: CallerRequest<SendConfig>, services: Services): Promise<Response> {
  const { body } = request;
  return acceptJob(request, services, {
    ...targetOf(body),
    kind: 'send-config',
    commands: body.commands ?? body.config ?? [],
    expectString: null,
    saveConfig: body.save_config,
    commit: body.commit,
  });
}
