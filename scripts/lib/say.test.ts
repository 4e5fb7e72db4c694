import { runModule } from './testing/run-module.js';

const steps = (work: string) => `
  import { Steps } from './say.mjs';
  const steps = new Steps({ out: process.stdout, total: 2, width: 5 });
  ${work}`;

test('a step is a line with its number, its outcome and its time', async () => {
  const { stdout } = await runModule(
    steps("await steps.run('One', async () => 'done'); await steps.run('Two', async () => 'done too');"),
  );
  expect(stdout).toMatch(/^\[1\/2\] One {4}done {2}\d\.\d s\n\[2\/2\] Two {4}done too {2}\d\.\d s\n$/);
});

test('a failed step is marked, and its error is passed on', async () => {
  const { stdout } = await runModule(
    steps(
      "await steps.run('One', async () => { throw new Error('no'); }).catch(({ message }) => console.log(message));",
    ),
  );
  expect(stdout).toMatch(/^\[1\/2\] One {4}failed {2}\d\.\d s\nno\n$/);
});

test('durations have one decimal place or minutes', async () => {
  const { stdout } = await runModule(
    "import { duration } from './say.mjs'; console.log(duration(440), duration(59_940), duration(125_000));",
  );
  expect(stdout).toBe('0.4 s 59.9 s 2 min 05 s\n');
});
