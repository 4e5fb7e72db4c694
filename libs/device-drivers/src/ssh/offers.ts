/** Maximum length of a peer's words in a message, in characters. */
const maxLength = 300;

/** The algorithms of one kind that both sides offer, as SSH lists them. */
export interface Offers {
  readonly local: string;
  readonly remote: string;
}

/** Reads the lists that ssh2 compares from its debug output, which is the only place where it tells them. */
export class OfferReader implements Offers {
  local = '';
  remote = '';

  /** Takes a line of debug output, such as `Handshake: (remote) KEX method: curve25519-sha256`. */
  read(message: string): void {
    const match = /^Handshake: \((local|remote)\) (.{1,400})/.exec(message);
    if (match?.[1] === 'local') this.local = match[2] ?? '';
    if (match?.[1] === 'remote') this.remote = match[2] ?? '';
  }
}

/** Both lists, as a sentence for a message; empty if they are not known. */
export function sentenceOf({ local, remote }: Offers): string {
  return remote === ''
    ? ''
    : `The device offers ${shortened(remote)}; this program offers ${shortened(local)}.`;
}

/** A peer's words on one line, cut to what a message can hold. */
export function shortened(text: string): string {
  const line = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
