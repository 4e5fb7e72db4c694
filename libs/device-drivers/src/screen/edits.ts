import type { ScreenLine } from './screen-line.js';

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

/**
 * What CSI sequences do to a line, by their final character. Sequences that move to other lines or only
 * decorate are not here. ECMA-48's names: CUU, CUD, CUF, CUB, CHA, ED, EL, DCH, ICH.
 */
export const edits: Readonly<Record<string, Edit>> = {
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
