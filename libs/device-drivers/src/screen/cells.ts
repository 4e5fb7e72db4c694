/** What an erased cell holds. */
const blank = ' ';
/** Memory of a new array, in cells. */
const minReserved = 256;

/**
 * The cells of one line, a UTF-16 code unit each: a string while text is only appended, which is what most
 * lines are, and an array that is edited in place from the first other edit on. No operation copies the line,
 * except the one change from string to array.
 */
export class Cells {
  #length = 0;
  /** The cells, while text is only appended. */
  #text = '';
  /** The cells in UTF-16LE, since the first other edit. */
  #units: Buffer | undefined;
  #cost = 0;

  get length(): number {
    return this.#length;
  }

  /** Number of cells written, moved or read so far: the work that was done, for tests. */
  get cost(): number {
    return this.#cost;
  }

  clear(): void {
    this.#length = 0;
    this.#text = '';
    this.#units = undefined;
  }

  /** Writes text over the cells from `at` on; a gap behind the last cell is filled with blanks. */
  write(at: number, text: string): void {
    const gap = Math.max(0, at - this.#length);
    this.#cost += gap + text.length;
    // All cells are new, as in a redrawn progress bar.
    if (at === 0 && text.length >= this.#length) this.clear();
    if (!this.#units && at >= this.#length) {
      this.#text += blank.repeat(gap) + text;
      this.#length = at + text.length;
      return;
    }
    const end = at + text.length;
    const units = this.#reserve(end);
    if (gap > 0) units.fill(blank, this.#length * 2, at * 2, 'utf16le');
    units.write(text, at * 2, 'utf16le');
    this.#length = Math.max(this.#length, end);
  }

  /** Forgets the cells from `length` on. */
  truncate(length: number): void {
    if (length >= this.#length) return;
    if (length === 0) {
      this.clear();
      return;
    }
    this.#reserve(length);
    this.#length = length;
  }

  erase(from: number, to: number): void {
    const end = Math.min(to, this.#length);
    if (from >= end) return;
    this.#cost += end - from;
    this.#reserve(end).fill(blank, from * 2, end * 2, 'utf16le');
  }

  /** Moves the cells between `from` and `to` left, over `count` of them; what is left free becomes blank. */
  remove(count: number, from: number, to: number): void {
    const end = Math.min(to, this.#length);
    const taken = Math.min(count, end - from);
    if (taken <= 0) return;
    this.#cost += end - from;
    this.#reserve(end).copyWithin(from * 2, (from + taken) * 2, end * 2);
    if (end === this.#length) this.truncate(end - taken);
    else this.erase(end - taken, end);
  }

  /** Inserts blanks at `from`; the cells behind it move right, and those that would pass `to` are lost. */
  insert(count: number, from: number, to: number): void {
    if (from >= this.#length) return;
    const end = Math.min(to, this.#length + count);
    const blanks = Math.min(count, end - from);
    this.#cost += end - from;
    this.#reserve(end).copyWithin((from + blanks) * 2, from * 2, (end - blanks) * 2);
    this.#length = Math.max(this.#length, end);
    this.erase(from, from + blanks);
  }

  /** Takes cells from the beginning; returns their text. */
  takeFirst(count: number): string {
    const taken = this.slice(0, count);
    this.#cost += this.#length - count;
    if (this.#units) this.#units.copyWithin(0, count * 2, this.#length * 2);
    else this.#text = this.#text.slice(count);
    this.#length -= count;
    return taken;
  }

  slice(from: number, to: number): string {
    if (from >= to) return '';
    this.#cost += to - from;
    return this.#units ? this.#units.toString('utf16le', from * 2, to * 2) : this.#text.slice(from, to);
  }

  /** Whether there are only blanks and tabs from `from` on. */
  isBlankFrom(from: number): boolean {
    let at = this.#length;
    while (at > from && this.#isBlankAt(at - 1)) at--;
    this.#cost += this.#length - at;
    return at <= from;
  }

  #isBlankAt(at: number): boolean {
    const unit = this.#units ? this.#units.readUInt16LE(at * 2) : this.#text.charCodeAt(at);
    return unit === 0x20 || unit === 0x09;
  }

  /** The cells as an array with room for `length` cells. */
  #reserve(length: number): Buffer {
    const old = this.#units;
    if (old && old.length >= length * 2) return old;
    this.#cost += this.#length;
    const units = Buffer.allocUnsafe(2 * Math.max(minReserved, 2 * length, this.#length));
    if (old) old.copy(units, 0, 0, this.#length * 2);
    else units.write(this.#text, 0, 'utf16le');
    this.#text = '';
    this.#units = units;
    return units;
  }
}
