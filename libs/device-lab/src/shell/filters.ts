type Filter = (lines: readonly string[], pattern: string) => readonly string[];

const include: Filter = (lines, pattern) => lines.filter((line) => matches(line, pattern));
const exclude: Filter = (lines, pattern) => lines.filter((line) => !matches(line, pattern));
const begin: Filter = (lines, pattern) => {
  const first = lines.findIndex((line) => matches(line, pattern));
  return first < 0 ? [] : lines.slice(first);
};
const count: Filter = (lines) => [`Count: ${String(lines.length)} lines`];
const section: Filter = (lines, pattern) => {
  let inside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) inside = matches(line, pattern);
    return inside;
  });
};

// The names both vendors use. The command or the pager itself handles `no-more`, `display set` and `compare`.
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

/** Splits `show x | include y` into the command and its filters. */
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

// Devices take patterns as regular expressions; other text is searched for literally.
function matches(line: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(line);
  } catch {
    return line.includes(pattern);
  }
}
