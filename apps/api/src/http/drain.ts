import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Counts a server's requests under way. Returns the function that closes the server: it accepts no new
 * connections and waits up to `timeoutMs` for the requests under way. Connections without a request are
 * closed at once, including those that have not sent one yet, for which server.close() would wait.
 */
export function watchRequests(server: Server): (timeoutMs: number) => Promise<void> {
  let underWay = 0;
  const answered = (): void => {
    underWay -= 1;
    if (underWay === 0) server.emit('idle');
  };
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    underWay += 1;
    response.once('close', answered);
  });
  return async (timeoutMs) => {
    const closed = once(server, 'close');
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.on('idle', () => server.closeAllConnections());
    server.close();
    if (underWay === 0) server.closeAllConnections();
    await closed;
    clearTimeout(timer);
  };
}
