// The public key of a Diffie-Hellman pair in DER (RFC 5280, section 4.1, and PKCS #3):
// SEQUENCE { SEQUENCE { OID, SEQUENCE { prime, generator } }, BIT STRING { publicKey } }.

/** 1.2.840.113549.1.3.1, dhKeyAgreement. */
const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex');
const tags = { integer: 0x02, bitString: 0x03, sequence: 0x30 } as const;

/** Writes the public key of a group, for createPublicKey(). */
export function publicKeyInfo({
  prime,
  generator,
  publicKey,
}: {
  readonly prime: Buffer;
  readonly generator: Buffer;
  readonly publicKey: Buffer;
}): Buffer {
  const group = element(
    tags.sequence,
    element(tags.integer, integer(prime)),
    element(tags.integer, integer(generator)),
  );
  const key = element(tags.integer, integer(publicKey));
  return element(
    tags.sequence,
    element(tags.sequence, dhKeyAgreement, group),
    element(tags.bitString, Buffer.of(0), key),
  );
}

/** A positive integer as DER and SSH write it: no needless zeros, and one if the first bit is set. */
export function integer(value: Buffer): Buffer {
  let at = 0;
  while (at < value.length - 1 && value[at] === 0) at++;
  const short = value.subarray(at);
  return (short[0] ?? 0) >= 0x80 || short.length === 0 ? Buffer.concat([Buffer.of(0), short]) : short;
}

/** The public key in what publicKeyInfo() or OpenSSL wrote. */
export function lastInteger(info: Buffer): Buffer {
  const outer = contentOf(info, 0);
  const algorithm = contentOf(info, outer.start);
  const bits = contentOf(info, algorithm.end);
  const key = contentOf(info, bits.start + 1);
  return info.subarray(key.start, key.end);
}

function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

/** Nothing here has more than 65,535 bytes. */
function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length);
}

/** Where the content of the element at `at` begins and ends. */
function contentOf(info: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = info.readUInt8(at + 1);
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const count = first - 0x80;
  const start = at + 2 + count;
  return { start, end: start + info.readUIntBE(at + 2, count) };
}
