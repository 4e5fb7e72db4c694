import { writeFileSync } from 'node:fs';

/**
 * Line `index` of the data files: 79 characters that begin with its number, so that a lost or repeated piece
 * is noticed.
 *
 * @param {number} index
 */
export function dataLine(index) {
  const number = String(index).padStart(7, '0');
  return (
    `${number} Ethernet${index % 48}/${index % 4} is up, 30 second output rate ${(index * 7919) % 1_000_003} ` +
    'bits/sec'
  ).padEnd(79, '.');
}

/**
 * Writes lines-1m.txt and lines-10m.txt: numbered lines of 80 bytes, line end included.
 *
 * @param {string} directory
 */
export function writeData(directory) {
  for (const megabytes of [1, 10]) {
    const lines = Array.from(
      { length: Math.floor((megabytes * 1024 * 1024) / 80) },
      (_, index) => `${dataLine(index)}\n`,
    );
    writeFileSync(`${directory}/lines-${megabytes}m.txt`, lines.join(''), { mode: 0o644 });
  }
}
