import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Watches a server's requests; returns what closes the server: no new connections, the requests under way are
 * answered, for `timeoutMs` at most. Connections without a request are closed at once, also those that have
 * not sent one yet, which server.close() would wait for.
 */
export function watchRequests(server: Server): (timeoutMs: number) => Promise<void> {
  let underWay = 0;
  const answered = (): void => {
    underWay -= 1;
    if (underWay === 0) server.emit('unoccupied');
  };
  server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    underWay += 1;
    response.once('close', answered);
  });
  return async (timeoutMs) => {
    const closed = once(server, 'close');
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.on('unoccupied', () => server.closeAllConnections());
    server.close();
    if (underWay === 0) server.closeAllConnections();
    await closed;
    clearTimeout(timer);
  };
}
