/** Why a line is refused, and the column of the line (0-based) at which the device sets its caret. */
export interface LineFault {
  readonly kind: 'unknown' | 'incomplete' | 'ambiguous';
  readonly at: number;
}

/**
 * A line found in a table: the entry, the words for its placeholders, and the line with its abbreviations
 * expanded.
 */
export interface Match<T> {
  readonly entry: T;
  readonly args: readonly string[];
  readonly full: string;
}

/** A line not found; `full` is the part that was understood, abbreviations expanded. */
export interface Miss {
  readonly fault: LineFault;
  readonly full: string;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** Any one word. */
  placeholder?: Node<T>;
  /** The entry for the rest of the line. */
  rest?: T;
  entry?: T;
}

/** Commands as a tree of their words; see commandTable(). */
export interface CommandTable<T> {
  readonly root: Node<T>;
  readonly abbreviations: boolean;
}

/**
 * Builds a table from patterns such as `show version`, `terminal length <n>` (one word) or `description
 * <text...>` (the rest of the line, at least one word). Words may be abbreviated unless `abbreviations` is
 * false.
 */
export function commandTable<T>(entries: Readonly<Record<string, T>>, abbreviations = true): CommandTable<T> {
  const root: Node<T> = { next: new Map() };
  for (const [pattern, entry] of Object.entries(entries)) insert(root, pattern.split(' '), entry);
  return { root, abbreviations };
}

function insert<T>(root: Node<T>, words: readonly string[], entry: T): void {
  let node = root;
  for (const word of words) {
    if (word.endsWith('...>')) {
      node.rest = entry;
      return;
    }
    node = word.startsWith('<') ? (node.placeholder ??= { next: new Map() }) : child(node, word);
  }
  node.entry = entry;
}

function child<T>(node: Node<T>, word: string): Node<T> {
  const existing = node.next.get(word);
  if (existing) return existing;
  const created: Node<T> = { next: new Map() };
  node.next.set(word, created);
  return created;
}

/** Finds a typed line: an exact word wins, then the only word it abbreviates, then a placeholder. */
export function lookUp<T>(table: CommandTable<T>, line: string): Match<T> | Miss {
  const args: string[] = [];
  const full: string[] = [];
  let node = table.root;
  for (const { word, at } of wordsOf(line)) {
    const step = stepTo(node, word, table.abbreviations);
    if (step === 'ambiguous') return { fault: { kind: 'ambiguous', at }, full: full.join(' ') };
    if (step) {
      full.push(step.word);
      node = step.node;
    } else if (node.placeholder) {
      args.push(word);
      full.push(word);
      node = node.placeholder;
    } else if (node.rest !== undefined) {
      const tail = line.slice(at).trimEnd();
      return { entry: node.rest, args: [...args, tail], full: [...full, tail].join(' ') };
    } else {
      return { fault: { kind: 'unknown', at }, full: full.join(' ') };
    }
  }
  if (node.entry === undefined)
    return { fault: { kind: 'incomplete', at: line.length }, full: full.join(' ') };
  return { entry: node.entry, args, full: full.join(' ') };
}

function stepTo<T>(
  node: Node<T>,
  word: string,
  abbreviations: boolean,
): { word: string; node: Node<T> } | 'ambiguous' | undefined {
  const exact = node.next.get(word);
  if (exact) return { word, node: exact };
  if (!abbreviations) return undefined;
  const lower = word.toLowerCase();
  const candidates = [...node.next].filter(([name]) => name.startsWith(lower));
  if (candidates.length > 1) return 'ambiguous';
  const only = candidates[0];
  return only && { word: only[0], node: only[1] };
}

function wordsOf(line: string): readonly { word: string; at: number }[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({ word: match[0], at: match.index }));
}
