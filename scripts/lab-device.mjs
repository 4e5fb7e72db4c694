import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { newHostKey, startDevice } from '@naas/device-lab';

// A fake device for the first run: `node scripts/lab-device.mjs FILE`. FILE keeps its port and host key
// between runs, because NAAS pins the host key of an address. Prints one line of JSON when the device
// listens.

const [file] = process.argv.slice(2);
const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { port: 0, hostKey: newHostKey() };
const password = 'lab-password';
const options = { hostname: 'lab1', username: 'admin', password, enable: password, hostKey: kept.hostKey };

const device = await startDevice({ ...options, port: kept.port }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return startDevice(options);
});
writeFileSync(file, JSON.stringify({ ...kept, port: device.port }), { mode: 0o600 });
const login = { username: options.username, password, platform: 'cisco_ios' };
process.stdout.write(`${JSON.stringify({ message: 'ready', port: device.port, ...login })}\n`);

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void device.close());
