import { startFleet } from '@naas/device-lab';

// 20 light devices in a separate process, so that their work is not counted as ours. Prints one line of JSON
// when they listen.
const password = 'lab-password';
const fleet = await startFleet(20, { personality: 'cisco_ios', password, enable: password });
const ports = fleet.map(({ port }) => port);
const login = { username: 'admin', password, platform: 'cisco_ios' };
process.stdout.write(`${JSON.stringify({ message: 'ready', host: '127.0.0.1', ports, ...login })}\n`);
