/**
 * One line of a terminal, with the cursor. A line longer than the terminal is wide continues on further rows;
 * a carriage return moves to the beginning of the row.
 */
export class ScreenLine {
  readonly #columns: number;
  #cells = '';
  #cursor = 0;
  /** The last column of a row was just written: the cursor stays on that row until the next character. */
  #isRowFull = false;
  /** Where the cursor was before it returned to the beginning of the row. */
  #returnedFrom: number | undefined;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** The text of the line. Blanks after the cursor are the remains of an erased text and do not count. */
  get text(): string {
    const end = this.#returnedFrom ?? this.#cursor;
    if (end >= this.#cells.length || this.#cells.slice(end).trim() !== '') return this.#cells;
    return this.#cells.slice(0, end);
  }

  get isBlank(): boolean {
    return this.#cells.length === 0 || this.text === '';
  }

  clear(): void {
    this.cut(0);
  }

  cut(from: number): void {
    this.#cells = this.#cells.slice(0, from);
    this.#moveTo(Math.min(this.#cursor, from));
  }

  /** Writes text at the cursor, over the existing text. */
  put(run: string): void {
    if (run === '') return;
    const before = this.#cells.length < this.#cursor ? this.#cells.padEnd(this.#cursor) : this.#cells;
    this.#cells =
      before.length === this.#cursor
        ? before + run
        : before.slice(0, this.#cursor) + run + before.slice(this.#cursor + run.length);
    this.#moveTo(this.#cursor + run.length);
    this.#isRowFull = this.#cursor % this.#columns === 0;
  }

  carriageReturn(): void {
    const from = this.#returnedFrom ?? this.#cursor;
    this.#moveTo(this.#rowStart());
    this.#returnedFrom = from;
  }

  moveLeft(columns: number): void {
    this.#moveTo(Math.max(0, this.#cursor - columns));
  }

  /**
   * Applies a CSI sequence, named by its final character. Sequences that move to other lines or only decorate
   * have no effect.
   */
  edit(final: string, parameter: number | undefined): void {
    edits[final]?.(this, parameter);
  }

  moveRight(columns: number): void {
    this.#moveTo(this.#cursor + columns);
  }

  /** Moves up and down within a line of several rows. */
  moveRows(rows: number): void {
    const to = this.#cursor + rows * this.#columns;
    if (to >= 0) this.#moveTo(to);
  }

  moveToColumn(column: number): void {
    this.#moveTo(this.#rowStart() + column);
  }

  eraseToEnd(): void {
    this.#cells = this.#cells.slice(0, this.#cursor);
  }

  eraseToCursor(): void {
    this.#cells =
      ' '.repeat(Math.min(this.#cursor + 1, this.#cells.length)) + this.#cells.slice(this.#cursor + 1);
  }

  eraseAll(): void {
    this.#cells = '';
  }

  removeCells(count: number): void {
    this.#cells = this.#cells.slice(0, this.#cursor) + this.#cells.slice(this.#cursor + count);
  }

  insertBlanks(count: number): void {
    this.#cells = this.#cells.slice(0, this.#cursor) + ' '.repeat(count) + this.#cells.slice(this.#cursor);
  }

  #rowStart(): number {
    const cell = this.#isRowFull ? this.#cursor - 1 : this.#cursor;
    return cell - (cell % this.#columns);
  }

  #moveTo(cursor: number): void {
    this.#cursor = cursor;
    this.#isRowFull = false;
    this.#returnedFrom = undefined;
  }
}

type Edit = (line: ScreenLine, parameter: number | undefined) => void;

const eraseParts: Readonly<Record<number, (line: ScreenLine) => void>> = {
  0: (line) => {
    line.eraseToEnd();
  },
  1: (line) => {
    line.eraseToCursor();
  },
  2: (line) => {
    line.eraseAll();
  },
};
const erase: Edit = (line, part = 0) => eraseParts[part]?.(line);

// ECMA-48's names: CUU, CUD, CUF, CUB, CHA, ED, EL, DCH, ICH.
const edits: Readonly<Record<string, Edit>> = {
  A: (line, rows = 1) => {
    line.moveRows(-(rows || 1));
  },
  B: (line, rows = 1) => {
    line.moveRows(rows || 1);
  },
  C: (line, columns = 1) => {
    line.moveRight(columns || 1);
  },
  D: (line, columns = 1) => {
    line.moveLeft(columns || 1);
  },
  G: (line, column = 1) => {
    line.moveToColumn(Math.max(column, 1) - 1);
  },
  J: erase,
  K: erase,
  P: (line, count = 1) => {
    line.removeCells(count || 1);
  },
  '@': (line, count = 1) => {
    line.insertBlanks(count || 1);
  },
};
