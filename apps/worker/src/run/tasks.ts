import { isConfiguration } from '@naas/core';
import type { TaskTools } from './task.js';
import { sendCommand } from './tasks/send-command.js';
import { sendConfig } from './tasks/send-config.js';

/** Runs the task of the job's kind. Rejects with DriverError or JobFailure. */
export function runTask({ request, ...tools }: TaskTools): Promise<void> {
  // Outputs are not parsed yet: a structured job returns their text.
  return isConfiguration(request) ? sendConfig({ ...tools, request }) : sendCommand({ ...tools, request });
}
