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

/** Makes the handler of one file of the package swagger-ui-dist. */
export function readDocFile(name: 'swagger-ui-bundle.js' | 'swagger-ui.css'): () => Promise<Response> {
  const type = name.endsWith('.css') ? types['.css'] : types['.js'];
  return async () => {
    const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
    const text = await readFile(join(folder, name), 'utf8');
    return {
      status: 200,
      headers: { 'Content-Type': type, 'Cache-Control': `public, max-age=${cacheSeconds}` },
      text,
    };
  };
}
