import { setTimeout as pause } from 'node:timers/promises';
import { startFleet } from '@naas/device-lab';

// 500 devices that answer `show lab held` after 15 s, so that a connection to each is busy at the same time.
// Prints one line of JSON when they listen.
const password = 'lab-password';
const commands = { 'show lab held': () => pause(15_000, 'held') };
const fleet = await startFleet(500, { personality: 'cisco_ios', password, enable: password, commands });
const ports = fleet.map(({ port }) => port);
const login = { username: 'admin', password, platform: 'cisco_ios' };
process.stdout.write(`${JSON.stringify({ message: 'ready', host: '127.0.0.1', ports, ...login })}\n`);
