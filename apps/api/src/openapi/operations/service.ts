import { jsonResponse, type OperationDoc, type SuccessResponse } from '../operation-doc.js';

const health = {
  status: 'healthy',
  version: '0.1.0',
  uptime_seconds: 3600,
  components: {
    redis: { status: 'healthy' },
    queue: { status: 'healthy', depth: 0 },
    workers: { status: 'healthy', count: 1, active_jobs: 0 },
    failed_jobs: 0,
  },
};
const healthcheck: OperationDoc = {
  tag: 'Service',
  summary: 'Read the health of the service and its components',
  description: 'Always answers 200 within a second; the state is in the body.',
  responses: [jsonResponse(200, 'The state.', { schema: 'Health', example: health })],
};

const text = (type: string, description: string, example: string): SuccessResponse => ({
  status: 200,
  description,
  content: { type, schema: { type: 'string' }, example },
});
const file = (type: string, summary: string): OperationDoc => ({
  tag: 'Documentation',
  summary,
  responses: [text(type, 'The file.', '…')],
});
const html = 'text/html; charset=utf-8';

/** Operations on health, metrics and documentation, by method and path. */
export const serviceOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /healthcheck': healthcheck,
  'GET /livez': {
    tag: 'Service',
    summary: 'Check whether this process is alive',
    responses: [
      jsonResponse(200, 'The process is alive.', { schema: 'Alive', example: { status: 'alive' } }),
    ],
  },
  'GET /readyz': {
    tag: 'Service',
    summary: 'Check whether requests can be served',
    responses: [
      jsonResponse(200, 'Requests can be served.', { schema: 'Ready', example: { status: 'ready' } }),
    ],
    errors: ['BACKEND_UNAVAILABLE'],
  },
  'GET /metrics': {
    tag: 'Service',
    summary: 'Read the metrics, in Prometheus format',
    description: 'If METRICS_TOKEN is set, it is required as a Bearer token.',
    responses: [
      text(
        'text/plain',
        'The metrics.',
        'naas_http_requests_total{method="GET",route="/healthcheck",status="200"} 1\n',
      ),
    ],
    errors: ['UNAUTHENTICATED'],
  },
  'GET /apidoc': {
    tag: 'Documentation',
    summary: 'Read this document as a web page',
    responses: [text(html, 'Swagger UI.', '<!doctype html>')],
  },
  'GET /apidoc/openapi.json': {
    tag: 'Documentation',
    summary: 'Read this document',
    responses: [
      {
        status: 200,
        description: 'The OpenAPI 3.1 document.',
        content: { type: 'application/json', schema: { type: 'object' }, example: { openapi: '3.1.1' } },
      },
    ],
  },
  'GET /apidoc/initializer.js': file('text/javascript; charset=utf-8', 'Script of the web page'),
  'GET /apidoc/swagger-ui-bundle.js': file('text/javascript; charset=utf-8', 'Swagger UI'),
  'GET /apidoc/swagger-ui.css': file('text/css; charset=utf-8', 'Style sheet of the web page'),
};
