import { randomBytes } from 'node:crypto';

/** Length of a nonce of AES-256-GCM. */
export const ivBytes = 12;
const noncesPerDraw = 256;

/** Random nonces, drawn many at a time: one system call for each would take as long as the sealing. */
export class Nonces {
  #pool: Buffer = Buffer.alloc(0);
  #offset = 0;

  next(): Buffer {
    if (this.#offset === this.#pool.length) {
      this.#pool = randomBytes(ivBytes * noncesPerDraw);
      this.#offset = 0;
    }
    this.#offset += ivBytes;
    return this.#pool.subarray(this.#offset - ivBytes, this.#offset);
  }
}
