// Junos keeps its configuration as a tree; here it is the list of `set` lines that would build it.

/**
 * Adds the statement `path` (words behind `set`). A leaf such as `host-name` has one value: a new one
 * replaces it.
 */
export function setPath(lines: readonly string[], path: string, grammar: SetGrammar): readonly string[] {
  const line = `set ${path}`;
  if (lines.includes(line)) return lines;
  const parent = line.slice(0, line.lastIndexOf(' '));
  const leaf = parent.slice(parent.lastIndexOf(' ') + 1);
  const old = grammar.singleLeaves.has(leaf)
    ? lines.findIndex((other) => other.startsWith(`${parent} `))
    : -1;
  return old < 0 ? [...lines, line] : [...lines.slice(0, old), line, ...lines.slice(old + 1)];
}

/** Takes away the statement and what is below it; undefined when there is none. */
export function deletePath(lines: readonly string[], path: string): readonly string[] | undefined {
  const line = `set ${path}`;
  const left = lines.filter((other) => other !== line && !other.startsWith(`${line} `));
  return left.length === lines.length ? undefined : left;
}

/** Which words open a level of braces, with how many words of their own, and which leaves hold one value. */
export interface SetGrammar {
  readonly containers: Readonly<Record<string, number>>;
  readonly interfaceName: RegExp;
  readonly singleLeaves: ReadonlySet<string>;
}

interface Level {
  readonly statements: string[];
  readonly levels: Map<string, Level>;
}

/** Writes the statements below `path` (empty: all) with braces, as `show configuration` does. */
export function withBraces(lines: readonly string[], path: string, grammar: SetGrammar): readonly string[] {
  const prefix = path === '' ? 'set ' : `set ${path} `;
  const root: Level = { statements: [], levels: new Map() };
  for (const line of lines) {
    if (line.startsWith(prefix)) place(root, wordsOf(line.slice(prefix.length)), grammar);
  }
  return written(root, '');
}

function place(level: Level, words: readonly string[], grammar: SetGrammar): void {
  const [first = '', ...rest] = words;
  const own = grammar.interfaceName.test(first) ? 0 : grammar.containers[first];
  if (own === undefined || rest.length <= own) {
    level.statements.push(words.join(' '));
    return;
  }
  const name = words.slice(0, 1 + own).join(' ');
  const inner = level.levels.get(name) ?? { statements: [], levels: new Map<string, Level>() };
  level.levels.set(name, inner);
  place(inner, words.slice(1 + own), grammar);
}

function written(level: Level, indent: string): readonly string[] {
  const inner = [...level.levels].flatMap(([name, below]) => [
    `${indent}${name} {`,
    ...written(below, `${indent}    `),
    `${indent}}`,
  ]);
  return [...level.statements.map((statement) => `${indent}${statement};`), ...inner];
}

/** Words of a statement; a quoted text is one word. */
function wordsOf(text: string): readonly string[] {
  return text.match(/"[^"]*"|\S+/g) ?? [];
}
