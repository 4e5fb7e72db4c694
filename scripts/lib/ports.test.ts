import { runModule } from './testing/run-module.js';

test('a free port is the wanted one, or another one if that is taken', async () => {
  const { stdout } = await runModule(`
    import { createServer } from 'node:net';
    import { freePort } from './ports.mjs';
    const wanted = await freePort();
    console.log(await freePort(wanted) === wanted);
    const server = createServer().listen(wanted, '127.0.0.1', async () => {
      const other = await freePort(wanted);
      console.log(other > 0 && other !== wanted);
      server.close();
    });`);
  expect(stdout).toBe('true\ntrue\n');
});
