type Filter = (lines: readonly string[], pattern: string) => readonly string[];

const include: Filter = (lines, pattern) => lines.filter((line) => found(line, pattern));
const exclude: Filter = (lines, pattern) => lines.filter((line) => !found(line, pattern));
const begin: Filter = (lines, pattern) => {
  const first = lines.findIndex((line) => found(line, pattern));
  return first < 0 ? [] : lines.slice(first);
};
const count: Filter = (lines) => [`Count: ${String(lines.length)} lines`];
const section: Filter = (lines, pattern) => {
  let inside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) inside = found(line, pattern);
    return inside;
  });
};

// Both vendors' words; `no-more`, `display set` and `compare` are read by the command or the pager itself.
const filters: Readonly<Record<string, Filter>> = {
  include,
  i: include,
  inc: include,
  match: include,
  grep: include,
  exclude,
  except: exclude,
  begin,
  find: begin,
  count,
  section,
};

/** Splits `show x | include y` into the command and what stands behind each bar. */
export function splitPipes(line: string): { readonly command: string; readonly pipes: readonly string[] } {
  const [command = '', ...pipes] = line.split(' | ');
  return { command, pipes: pipes.map((pipe) => pipe.trim()) };
}

/** Passes an answer through its filters. */
export function filterText(text: string, pipes: readonly string[]): string {
  let lines: readonly string[] = text.replace(/\n$/, '').split('\n');
  for (const pipe of pipes) {
    const [name = '', ...rest] = pipe.split(' ');
    const filter = filters[name];
    if (filter) lines = filter(lines, rest.join(' '));
  }
  return lines.join('\n');
}

// A device's patterns are regular expressions; a text that is none is looked for as it stands.
function found(line: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(line);
  } catch {
    return line.includes(pattern);
  }
}
