import { readDocFile, readDocInitializer, readDocPage, readOpenApi } from '../handlers/docs.js';
import type { Route } from '../route.js';

/** Routes of the API's own documentation. */
export const docsRoutes: readonly Route[] = [
  { method: 'get', path: '/apidoc', permission: 'public', handle: readDocPage },
  { method: 'get', path: '/apidoc/openapi.json', permission: 'public', handle: readOpenApi },
  { method: 'get', path: '/apidoc/initializer.js', permission: 'public', handle: readDocInitializer },
  {
    method: 'get',
    path: '/apidoc/swagger-ui-bundle.js',
    permission: 'public',
    handle: readDocFile('swagger-ui-bundle.js'),
  },
  {
    method: 'get',
    path: '/apidoc/swagger-ui.css',
    permission: 'public',
    handle: readDocFile('swagger-ui.css'),
  },
];
