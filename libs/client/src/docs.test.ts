import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientErrors } from './index.js';

const page = readFileSync(join(__dirname, '../README.md'), 'utf8');

test.each(Object.keys(clientErrors))('the README has %s', (code) => {
  expect(page).toContain(`\n| \`${code}\` |`);
});
