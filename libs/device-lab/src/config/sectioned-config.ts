import { type CommandTable, commandTable, type LineFault, lookUp } from '../shell/command-table.js';

/** How a configuration line is applied. */
export interface LineRule {
  /** The line opens the section of this name. */
  readonly opens?: string;
  /** The line may occur several times. Otherwise a new one replaces the line with the same leading words. */
  readonly many?: true;
}

/** The configuration grammar of one platform: global lines, and the lines of each section. */
export interface ConfigGrammar {
  readonly global: CommandTable<LineRule>;
  readonly sections: Readonly<Record<string, SectionGrammar>>;
  /** Full names for section headers: `interface gi0/1` becomes `interface GigabitEthernet0/1`. */
  readonly interfaceNames: readonly string[];
  /** Blanks before a section's lines. */
  readonly indent: string;
  /** The line between sections: `!` or an empty one. */
  readonly separator: string;
}

interface SectionGrammar {
  /** Matches the headers of such sections. */
  readonly header: RegExp;
  readonly lines: CommandTable<LineRule>;
}

/** The configuration and the open section after a line. */
export interface Applied {
  readonly lines: readonly string[];
  /** The header of the open section; empty: no section is open. */
  readonly section: readonly string[];
}

/** Builds a grammar, in IOS' layout, from patterns as commandTable() takes them. */
export function configGrammar(
  global: Readonly<Record<string, LineRule>>,
  sections: Readonly<
    Record<string, { readonly header: RegExp; readonly lines: Readonly<Record<string, LineRule>> }>
  >,
  interfaceNames: readonly string[],
): ConfigGrammar {
  const made = Object.entries(sections).map(
    ([name, { header, lines }]) => [name, { header, lines: commandTable(lines) }] as const,
  );
  return {
    global: commandTable(global),
    sections: Object.fromEntries(made),
    interfaceNames,
    indent: ' ',
    separator: '!',
  };
}

/**
 * Applies one typed line: to the open section if the section accepts it, else as a global line, which closes
 * the section, as on IOS.
 */
export function applyLine(grammar: ConfigGrammar, before: Applied, typed: string): Applied | LineFault {
  const negated = /^no\s+/i.exec(typed)?.[0] ?? '';
  const line = typed.slice(negated.length);
  const header = before.section[0];
  const inner =
    header === undefined ? undefined : Object.values(grammar.sections).find((one) => one.header.test(header));
  const inSection = inner && understand(inner.lines, line, negated !== '');
  if (header !== undefined && inSection && 'rule' in inSection) {
    const changed = (inner: readonly string[]): readonly string[] =>
      change(inner, { ...inSection, negated: negated !== '' }, inner.length);
    const lines = changeSection(grammar, { lines: before.lines, header }, changed);
    return { lines, section: before.section };
  }
  const global = understand(grammar.global, line, negated !== '');
  if (!('rule' in global)) {
    // The fault further along the line is the better guess at the intended command.
    const fault = inSection && !('rule' in inSection) && inSection.at > global.at ? inSection : global;
    return { ...fault, at: fault.at + negated.length };
  }
  return changeGlobal(grammar, before.lines, { ...global, negated: negated !== '' });
}

interface Change extends Understood {
  /** The line began with `no`. */
  readonly negated: boolean;
}

interface Understood {
  readonly rule: LineRule;
  /** The line with its abbreviations expanded. */
  readonly full: string;
  /** Its leading words, without the arguments. */
  readonly key: string;
}

function understand(table: CommandTable<LineRule>, line: string, negated: boolean): Understood | LineFault {
  const match = lookUp(table, line);
  if ('entry' in match) return { rule: match.entry, full: match.full, key: keyOf(match.full, match.args) };
  // `no description` needs no argument.
  if (negated && match.fault.kind === 'incomplete' && match.full !== '')
    return { rule: {}, full: match.full, key: match.full };
  return match.fault;
}

function keyOf(full: string, args: readonly string[]): string {
  let key = full;
  for (const arg of [...args].reverse()) {
    if (key.endsWith(` ${arg}`)) key = key.slice(0, -arg.length - 1);
  }
  return key;
}

function changeGlobal(grammar: ConfigGrammar, lines: readonly string[], line: Change): Applied {
  const { negated } = line;
  if (line.rule.opens === undefined) return { lines: change(lines, line, beforeEnd(lines)), section: [] };
  const header = withFullName(line.full, grammar.interfaceNames);
  const at = lines.indexOf(header);
  if (negated) return { lines: at < 0 ? lines : without(lines, at, sectionEnd(lines, at) + 1), section: [] };
  return {
    lines: at < 0 ? insert(lines, beforeEnd(lines), [header, grammar.separator]) : lines,
    section: [header],
  };
}

function changeSection(
  { indent }: Pick<ConfigGrammar, 'indent'>,
  { lines, header }: { readonly lines: readonly string[]; readonly header: string },
  changed: (inner: readonly string[]) => readonly string[],
): readonly string[] {
  const at = lines.indexOf(header);
  if (at < 0) return lines;
  const end = sectionEnd(lines, at);
  const inner = changed(lines.slice(at + 1, end).map((line) => line.trimStart()));
  return [...lines.slice(0, at + 1), ...inner.map((line) => indent + line), ...lines.slice(end)];
}

function change(
  lines: readonly string[],
  { rule, full, key, negated }: Change,
  end: number,
): readonly string[] {
  if (negated) return lines.filter((line) => line !== full && !line.startsWith(`${full} `));
  if (lines.includes(full)) return lines;
  const old = rule.many ? -1 : lines.findIndex((line) => line === key || line.startsWith(`${key} `));
  return old < 0 ? insert(lines, end, [full]) : [...lines.slice(0, old), full, ...lines.slice(old + 1)];
}

function insert(lines: readonly string[], at: number, added: readonly string[]): readonly string[] {
  return [...lines.slice(0, at), ...added, ...lines.slice(at)];
}

function without(lines: readonly string[], from: number, to: number): readonly string[] {
  return [...lines.slice(0, from), ...lines.slice(to)];
}

/** Index of the first line after the section that begins at `at`. */
function sectionEnd(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (lines[end]?.startsWith(' ')) end++;
  return end;
}

function beforeEnd(lines: readonly string[]): number {
  return lines.at(-1) === 'end' ? lines.length - 1 : lines.length;
}

function withFullName(header: string, names: readonly string[]): string {
  const [, letters = '', rest = ''] = /^interface ([A-Za-z-]+) ?(\d.*)$/.exec(header) ?? [];
  const name = names.find((full) => letters !== '' && full.toLowerCase().startsWith(letters.toLowerCase()));
  return name === undefined ? header : `interface ${name}${rest}`;
}
