import { Cells } from './cells.js';

/** Maximum number of cells of a line that can still be edited: more than any line that is redrawn. */
const maxCells = 10_000;
/** Text is written in pieces of this many characters. */
const pieceLength = 2_000;

/**
 * One line of a terminal, with the cursor. A line longer than the terminal is wide continues on further rows;
 * a carriage return moves to the beginning of the row, and the cursor moves within the rows that exist. The
 * beginning of a line without end is moved out; what is left goes on as a line. Every edit costs a row of
 * cells at most.
 */
export class ScreenLine {
  readonly #columns: number;
  readonly #moveOut: (text: string) => void;
  readonly #cells = new Cells();
  #cursor = 0;
  /** The last column of a row was just written: the cursor stays on that row until the next character. */
  #isRowFull = false;
  /** Where the cursor was before it returned to the beginning of the row. */
  #returnedFrom: number | undefined;

  /**
   * @param columns the terminal's width, in characters
   * @param moveOut takes the beginning of a line that is longer than can be edited
   */
  constructor(columns: number, moveOut: (text: string) => void) {
    this.#columns = Math.min(columns, pieceLength);
    this.#moveOut = moveOut;
  }

  get text(): string {
    return this.#cells.slice(0, this.length);
  }

  /** Length of the text. Blanks after the cursor are the remains of an erased text and do not count. */
  get length(): number {
    const { length } = this.#cells;
    const end = this.#returnedFrom ?? this.#cursor;
    return end < length && this.#cells.isBlankFrom(end) ? end : length;
  }

  /** Number of cells written, moved or read so far, for tests. */
  get cost(): number {
    return this.#cells.cost;
  }

  clear(): void {
    this.cut(0);
  }

  cut(from: number): void {
    this.#cells.truncate(from);
    this.#moveTo(Math.min(this.#cursor, from));
  }

  /** Writes text at the cursor, over the existing text. */
  put(run: string): void {
    for (let at = 0; at < run.length; at += pieceLength) {
      const piece = run.slice(at, at + pieceLength);
      this.#cells.write(this.#cursor, piece);
      this.#moveTo(this.#cursor + piece.length);
      this.#isRowFull = this.#cursor % this.#columns === 0;
      this.#makeRoom();
    }
  }

  carriageReturn(): void {
    const from = this.#returnedFrom ?? this.#cursor;
    this.#moveTo(this.#rowStart());
    this.#returnedFrom = from;
  }

  moveLeft(columns: number): void {
    this.#moveTo(Math.max(0, this.#cursor - columns));
  }

  moveRight(columns: number): void {
    this.#moveTo(Math.min(this.#cursor + columns, this.#rowEnd() - 1));
  }

  /** Moves up and down within a line of several rows. */
  moveRows(rows: number): void {
    const to = this.#cursor + rows * this.#columns;
    const isInLine = to >= 0 && to - (to % this.#columns) <= this.#cells.length;
    if (isInLine) this.#moveTo(to);
  }

  moveToColumn(column: number): void {
    this.#moveTo(this.#rowStart() + Math.min(column, this.#columns - 1));
  }

  eraseToEnd(): void {
    this.#cells.truncate(this.#cursor);
  }

  eraseToCursor(): void {
    this.#cells.erase(this.#rowStart(), this.#cursor + 1);
  }

  eraseAll(): void {
    this.#cells.clear();
  }

  removeCells(count: number): void {
    this.#cells.remove(count, this.#cursor, this.#rowEnd());
  }

  insertBlanks(count: number): void {
    this.#cells.insert(count, this.#cursor, this.#rowEnd());
  }

  #rowStart(): number {
    const cell = this.#isRowFull ? this.#cursor - 1 : this.#cursor;
    return cell - (cell % this.#columns);
  }

  #rowEnd(): number {
    return this.#rowStart() + this.#columns;
  }

  #moveTo(cursor: number): void {
    this.#cursor = cursor;
    this.#isRowFull = false;
    this.#returnedFrom = undefined;
  }

  /** Moves the beginning out, in whole rows, when the line has become too long; about a half of it stays. */
  #makeRoom(): void {
    const { length } = this.#cells;
    if (length <= maxCells) return;
    const count = length - maxCells / 2;
    const rows = count - (count % this.#columns);
    const isRowFull = this.#isRowFull;
    this.#moveOut(this.#cells.takeFirst(rows));
    this.#moveTo(Math.max(0, this.#cursor - rows));
    this.#isRowFull = isRowFull;
  }
}
