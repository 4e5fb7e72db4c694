import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';
import { buildProgram } from './program.js';

const page = readFileSync(join(__dirname, '../../../docs/cli.md'), 'utf8');

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

const commands = withSubcommands(buildProgram(() => undefined));
const leaves = commands.filter((command) => command.commands.length === 0);
const options = new Set(commands.flatMap((command) => command.options.map(({ long }) => long ?? '')));

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

test.each(leaves.map(fullName))('docs/cli.md has %s', (name) => {
  expect(page).toContain(`| \`${name}`);
});

test.each([...options])('docs/cli.md has %s', (option) => {
  expect(page).toMatch(new RegExp(`${option}\\b`));
});

test('docs/cli.md names no option that does not exist', () => {
  // `--help` is commander's own; what follows `-- ` belongs to npm.
  const named = [...page.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option);
  expect(named.filter((option) => !options.has(option) && option !== '--help')).toEqual([]);
});

test('docs/cli.md has every exit code', () => {
  for (const code of Object.values(exitCodes)) expect(page).toContain(`\n| ${code} |`);
});
