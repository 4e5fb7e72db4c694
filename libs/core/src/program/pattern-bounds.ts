/** Largest length of a caller's pattern, in characters. */
export const maxPatternLength = 200;

/**
 * Largest program that the counted repeats of a pattern may unfold to: the sum, over its characters and
 * classes, of the product of the counts around each. `.{0,1000}` is 1,000, `(ab{5}){10}` is 10 + 50.
 */
export const maxPatternRepeats = 1_000;

/** The reason why a pattern is too large to be compiled, to be read after its name; null when it is not. */
export function patternFault(source: string): string | null {
  if (source.length > maxPatternLength) return `must be at most ${maxPatternLength} characters`;
  const size = repeatSize(source);
  if (size <= maxPatternRepeats) return null;
  const unfolded = `its counted repeats unfold to ${size} characters`;
  return `repeats too much: ${unfolded}, at most ${maxPatternRepeats} are possible`;
}

/** One counted repeat, as RE2 writes it; `{` begins a plain text otherwise. */
const counted = /^\{(\d+)(?:,(\d*))?\}/;

/**
 * The size to which the counted repeats of a pattern unfold. It reads the pattern in one pass and does not
 * compile it, since compiling is what takes the time: 906 characters of `.{0,1000}` took 2 s and 200 MB.
 */
export function repeatSize(source: string): number {
  const groups: Sequence[] = [new Sequence()];
  for (let at = 0; at < source.length;) {
    const here = source.slice(at);
    const repeat = counted.exec(here);
    const current = groups.at(-1) ?? new Sequence();
    if (repeat) {
      const [text, low = '0', high] = repeat;
      current.repeatLast(Math.max(Number(low), Number(high || '0')));
      at += text.length;
    } else if (here.startsWith('(')) {
      groups.push(new Sequence());
      at += /^\(\?(?:P?<[^>]*>|[a-zA-Z-]*:?)/.exec(here)?.[0].length ?? 1;
    } else if (here.startsWith(')') && groups.length > 1) {
      groups.pop();
      groups.at(-1)?.add(current);
      at += 1;
    } else {
      const length = atomLength(here);
      if (!/^[*+?|]/.test(here)) current.addAtom();
      at += length;
    }
  }
  return groups.reduce((sum, group) => sum + group.repeated, 0);
}

/** Length of the character, escape or class at the beginning of a text. */
function atomLength(text: string): number {
  if (text.startsWith('\\'))
    return /^\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|Q[\s\S]*?(?:\\E|$)|[\s\S])/.exec(text)?.[0].length ?? 1;
  if (text.startsWith('['))
    return /^\[\^?\]?(?:\[:[^\]]*:\]|\\[\s\S]|[^\]\\])*\]/.exec(text)?.[0].length ?? 1;
  return 1;
}

/** A sequence of atoms and groups, with what its repeats unfold to. */
class Sequence {
  /** Atoms outside any repeat. */
  plain = 0;
  /** Atoms under repeats, unfolded. */
  repeated = 0;
  #last = { plain: 0, repeated: 0 };

  addAtom(): void {
    this.#last = { plain: 1, repeated: 0 };
    this.plain += 1;
  }

  add({ plain, repeated }: Sequence): void {
    this.#last = { plain, repeated };
    this.plain += plain;
    this.repeated += repeated;
  }

  repeatLast(count: number): void {
    const { plain, repeated } = this.#last;
    this.plain -= plain;
    this.repeated += (plain + repeated) * Math.max(1, count) - repeated;
    this.#last = { plain: 0, repeated: (plain + repeated) * Math.max(1, count) };
  }
}
