import type { CommandAnswer } from '../options.js';

/**
 * Returns a function that finds the custom answer to a command: by its exact text, else by the longest prefix
 * that ends in ` *`.
 */
export function customAnswers(
  commands: Readonly<Record<string, CommandAnswer>>,
): (command: string) => { readonly answer: CommandAnswer; readonly rest: string } | undefined {
  const exact = new Map(Object.entries(commands));
  const prefixes = [...exact]
    .filter(([text]) => text.endsWith(' *'))
    .map(([text, answer]) => ({ prefix: text.slice(0, -1), answer }))
    .sort((one, other) => other.prefix.length - one.prefix.length);
  return (command) => {
    const answer = exact.get(command);
    if (answer !== undefined) return { answer, rest: '' };
    const found = prefixes.find(({ prefix }) => command.startsWith(prefix));
    return found && { answer: found.answer, rest: command.slice(found.prefix.length) };
  };
}
