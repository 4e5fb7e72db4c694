import { basic } from './start-test-api.js';

/** An event as a client reads it. */
export interface ReadEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An open event stream. */
export interface TestStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null once the stream has ended. */
  readonly next: () => Promise<ReadEvent | null>;
  /** All events until the stream ends. */
  readonly rest: () => Promise<readonly ReadEvent[]>;
  /** Closes the connection. */
  readonly disconnect: () => void;
}

function parse(block: string): ReadEvent | null {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const [event, data] = [fields.get('event'), fields.get('data')];
  return event === undefined || data === undefined
    ? null
    : { id: fields.get('id'), event, data: JSON.parse(data) as ReadEvent['data'] }; // always a JSON object
}

async function* eventsIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEvent, void, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
  }
}

/** Who opens a stream, and from where. */
export interface StreamOptions {
  /** Sent as Last-Event-ID. */
  readonly lastId?: string | undefined;
  /** Basic credentials as `user:password`. Default: `admin:secret`. */
  readonly as?: string;
  /** Token of an API key, in place of Basic credentials. */
  readonly token?: string;
}

/** Opens an event stream. */
export async function openStream(
  url: string,
  { lastId, as = 'admin:secret', token }: StreamOptions = {},
): Promise<TestStream> {
  const client = new AbortController();
  const answer = await fetch(url, {
    headers: {
      authorization: token === undefined ? basic(as) : `Bearer ${token}`,
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    },
    signal: client.signal,
  });
  // values() locks the body at once. Otherwise fetch cancels an unread body when the response is
  // garbage-collected.
  const events = eventsIn(answer.body?.values() ?? (async function* () {})());
  const next = async (): Promise<ReadEvent | null> => (await events.next()).value ?? null;
  const rest = async (): Promise<readonly ReadEvent[]> => {
    const all: ReadEvent[] = [];
    for (let event = await next(); event; event = await next()) all.push(event);
    return all;
  };
  return { status: answer.status, headers: answer.headers, next, rest, disconnect: () => client.abort() };
}
