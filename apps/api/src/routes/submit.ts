import { sendCommandBody } from '../body/send-command.js';
import { sendCommandStructuredBody } from '../body/send-command-structured.js';
import { sendConfigBody } from '../body/send-config.js';
import { sendCommand } from '../handlers/send-command.js';
import { sendCommandStructured } from '../handlers/send-command-structured.js';
import { sendConfig } from '../handlers/send-config.js';
import { route, type Route } from '../route.js';

/** Routes that submit jobs. */
export const submitRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/v2/send-command',
    permission: 'command:run',
    body: sendCommandBody,
    handle: sendCommand,
  }),
  route({
    method: 'post',
    path: '/v2/send-command-structured',
    permission: 'command:run',
    body: sendCommandStructuredBody,
    handle: sendCommandStructured,
  }),
  route({
    method: 'post',
    path: '/v2/send-config',
    permission: 'config:run',
    body: sendConfigBody,
    handle: sendConfig,
  }),
];
