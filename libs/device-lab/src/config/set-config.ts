// Junos keeps its configuration as a tree; the lab keeps the list of `set` lines that would build the tree.

/**
 * Adds the statement `path` (the words after `set`). A leaf such as `host-name` has one value, which a new
 * one replaces.
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

/** Removes the statement and everything below it; undefined: there is no such statement. */
export function deletePath(lines: readonly string[], path: string): readonly string[] | undefined {
  const line = `set ${path}`;
  const remaining = lines.filter((other) => other !== line && !other.startsWith(`${line} `));
  return remaining.length === lines.length ? undefined : remaining;
}

/** The structure of Junos statements. */
export interface SetGrammar {
  /** Words that open a level of braces, with the number of words that follow as its name. */
  readonly containers: Readonly<Record<string, number>>;
  readonly interfaceName: RegExp;
  /** Leaves with a single value. */
  readonly singleLeaves: ReadonlySet<string>;
}

interface Level {
  readonly statements: string[];
  readonly levels: Map<string, Level>;
}

/** The statements below `path` (empty: all) with braces, as `show configuration` prints them. */
export function withBraces(lines: readonly string[], path: string, grammar: SetGrammar): readonly string[] {
  const prefix = path === '' ? 'set ' : `set ${path} `;
  const root: Level = { statements: [], levels: new Map() };
  for (const line of lines) {
    if (line.startsWith(prefix)) place(root, wordsOf(line.slice(prefix.length)), grammar);
  }
  return linesOf(root, '');
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

function linesOf(level: Level, indent: string): readonly string[] {
  const inner = [...level.levels].flatMap(([name, below]) => [
    `${indent}${name} {`,
    ...linesOf(below, `${indent}    `),
    `${indent}}`,
  ]);
  return [...level.statements.map((statement) => `${indent}${statement};`), ...inner];
}

/** The words of a statement; a quoted text is one word. */
function wordsOf(text: string): readonly string[] {
  return text.match(/"[^"]*"|\S+/g) ?? [];
}
