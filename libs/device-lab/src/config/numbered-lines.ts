const lineWidth = 79;
const linesPerBlock = 2048;
const maxBlocks = 128;

/**
 * Line `index` of the answer to `show lab lines N`: 79 characters that begin with the number in seven digits,
 * so that tests detect lost and repeated pieces.
 */
export function labLine(index: number): string {
  const number = String(index).padStart(7, '0');
  const name = `GigabitEthernet${String(index % 3)}/${String(index % 7)}/${String(index % 48)}`;
  const text =
    `${number} ${name} is up, line protocol is up, 5 minute input rate ${String((index * 7919) % 1_000_003)} ` +
    'bits/sec';
  return text.slice(0, lineWidth).padEnd(lineWidth, '.');
}

// A cache: many devices of one process print the same blocks. At most 128 blocks (21 MB) are kept.
const blocks = new Map<number, Buffer>();

/** The first `count` lab lines with CR LF line ends, in pieces of about 160 kB. */
export function* labBlocks(count: number): Generator<Buffer> {
  for (let first = 0; first < count; first += linesPerBlock) {
    const size = Math.min(linesPerBlock, count - first);
    yield size === linesPerBlock ? fullBlock(first) : block(first, size);
  }
}

function fullBlock(first: number): Buffer {
  const cached = blocks.get(first);
  if (cached) return cached;
  const made = block(first, linesPerBlock);
  if (blocks.size < maxBlocks) blocks.set(first, made);
  return made;
}

function block(first: number, count: number): Buffer {
  return Buffer.from(
    Array.from({ length: count }, (_, offset) => `${labLine(first + offset)}\r\n`).join(''),
    'latin1',
  );
}
