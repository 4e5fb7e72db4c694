import { Agent, request as httpRequest } from 'node:http';

/** A request that is sent exactly as given. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A response, completely read; of an event stream only the head. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  readonly isStream: boolean;
}

/** Sends requests over a few persistent connections. */
export interface RawClient {
  send(request: RawRequest): Promise<RawAnswer>;
  close(): void;
}

/** Makes a client for the API at a URL. */
export function openRawClient(url: string): RawClient {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const send = ({ method, path, headers, body }: RawRequest): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
      const request = httpRequest(
        { agent, hostname, port, method, path, headers: { ...length, ...headers } },
        (response) => {
          const head = { status: response.statusCode ?? 0, headers: response.headers };
          const isStream = (response.headers['content-type'] ?? '').startsWith('text/event-stream');
          if (isStream) {
            resolve({ ...head, body: '', isStream });
            return void request.destroy();
          }
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ ...head, body: Buffer.concat(chunks).toString('utf8'), isStream }),
          );
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
}
