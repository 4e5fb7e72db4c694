import type { JobKind } from '@naas/contract';
import type { Task } from './task.js';
import { sendCommand } from './tasks/send-command.js';
import { sendConfig } from './tasks/send-config.js';

/** Job kind to the function that does it. */
export const tasks: Readonly<Record<JobKind, Task>> = {
  'send-command': sendCommand,
  // Outputs are not parsed yet: a structured job gives their text.
  'send-command-structured': sendCommand,
  'send-config': sendConfig,
};
