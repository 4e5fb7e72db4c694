import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { limits } from '@naas/contract';
import { ApiError } from './api-error.js';

const tooLarge = (): ApiError =>
  new ApiError(
    'BODY_TOO_LARGE',
    `The body is larger than ${limits.bodyBytes} bytes; send fewer or shorter entries.`,
  );
const invalid = (reason: string): ApiError =>
  new ApiError('INVALID_JSON', `${reason}; send one JSON object.`);

/**
 * Refuses everything except uncompressed JSON in UTF-8. Compression is refused because a body of at most 1
 * MiB does not need it and a compressed body could be a decompression bomb. express.json() would accept
 * compressed bodies and other charsets, and would read an empty body as {}.
 */
function checkHeaders({
  'content-type': contentType = '',
  'content-encoding': encoding = 'identity',
  'content-length': length,
}: IncomingMessage['headers']): void {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json') {
    throw new ApiError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The body must be JSON; send it with "Content-Type: application/json".',
    );
  }
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new ApiError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The body must be in UTF-8; send it with "Content-Type: application/json".',
    );
  }
  if (encoding !== 'identity') {
    throw new ApiError(
      'UNSUPPORTED_MEDIA_TYPE',
      'Compressed bodies are not accepted; send the body without Content-Encoding.',
    );
  }
  if (Number(length ?? 0) > limits.bodyBytes) throw tooLarge();
}

function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limits.bodyBytes) chunks.push(chunk);
      else reject(tooLarge()); // Keep reading and drop the rest, so that the client can read the response.
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => reject(invalid('The body ended early')));
    request.once('close', () => {
      if (!request.complete) reject(invalid('The body ended early'));
    });
  });
}

/** The position of a JSON syntax error. V8's own message quotes the body, which can hold a password. */
function positionIn(error: unknown): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (at position ${position})`;
}

/**
 * Reads a request's body. An empty one counts as {} if `isOptional`, but needs the content type of JSON too:
 * a browser sends that to another site only with the site's consent, so no page can make it repeat a request.
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE or INVALID_JSON.
 */
export async function readJson(request: IncomingMessage, isOptional = false): Promise<unknown> {
  checkHeaders(request.headers);
  const bytes = await readBytes(request);
  if (bytes.length === 0 && isOptional) return {};
  if (bytes.length === 0) throw invalid('The body is empty');
  if (!isUtf8(bytes)) throw invalid('The body is not valid UTF-8');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(`The body is not valid JSON${positionIn(error)}`);
  }
}
