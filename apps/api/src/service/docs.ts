import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentSecurityPolicy, initializer, page } from '../openapi/page.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

const types = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' } as const;

/** How long browsers may cache the large files, in seconds; they change only with a release. */
const cacheSeconds = 3600;

/** `GET /apidoc`: Swagger UI. */
export function readDocPage(): Promise<Response> {
  return Promise.resolve({
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': contentSecurityPolicy },
    text: page,
  });
}

/** `GET /apidoc/initializer.js`: the script of the page. */
export function readDocInitializer(): Promise<Response> {
  return Promise.resolve({ status: 200, headers: { 'Content-Type': types['.js'] }, text: initializer });
}

/** `GET /apidoc/openapi.json` */
export function readOpenApi(_request: PublicRequest, { openApi }: Services): Promise<Response> {
  return Promise.resolve({
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    text: openApi,
  });
}

const swaggerFolder = (): string => dirname(require.resolve('swagger-ui-dist/package.json'));

/**
 * Makes the handler of one file of the package swagger-ui-dist. It is read at the first request and kept: it
 * is large, and anybody may ask for it again and again.
 */
export function readDocFile(
  name: 'swagger-ui-bundle.js' | 'swagger-ui.css',
  folderOf: () => string = swaggerFolder,
): () => Promise<Response> {
  const type = name.endsWith('.css') ? types['.css'] : types['.js'];
  const headers = { 'Content-Type': type, 'Cache-Control': `public, max-age=${cacheSeconds}` };
  let kept: Promise<string> | undefined;
  const read = async (): Promise<string> => {
    try {
      return await readFile(join(folderOf(), name), 'utf8');
    } catch (error) {
      kept = undefined; // the next request tries again
      throw error;
    }
  };
  return async () => ({ status: 200, headers, text: await (kept ??= read()) });
}
