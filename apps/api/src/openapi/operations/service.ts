import { jsonAnswer, type OperationDoc, type SuccessAnswer } from '../operation-doc.js';

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
  summary: 'Health of the service and its parts',
  description: 'Always 200, within a second; the state is in the body.',
  answers: [jsonAnswer(200, 'The state.', { schema: 'Health', example: health })],
};

const text = (type: string, description: string, example: string): SuccessAnswer => ({
  status: 200,
  description,
  content: { type, schema: { type: 'string' }, example },
});
const file = (type: string, summary: string): OperationDoc => ({
  tag: 'Documentation',
  summary,
  answers: [text(type, 'The file.', '…')],
});
const html = 'text/html; charset=utf-8';

/** Operations about the service and its documentation, by method and path. */
export const serviceOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /healthcheck': healthcheck,
  'GET /livez': {
    tag: 'Service',
    summary: 'Whether this process lives',
    answers: [jsonAnswer(200, 'It does.', { schema: 'Alive', example: { status: 'alive' } })],
  },
  'GET /readyz': {
    tag: 'Service',
    summary: 'Whether requests can be served now',
    answers: [jsonAnswer(200, 'They can.', { schema: 'Ready', example: { status: 'ready' } })],
    errors: ['BACKEND_UNAVAILABLE'],
  },
  'GET /metrics': {
    tag: 'Service',
    summary: 'Metrics for Prometheus',
    description: 'Wants METRICS_TOKEN as a Bearer token where that is set.',
    answers: [
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
    summary: 'This document as a page',
    answers: [text(html, 'Swagger UI.', '<!doctype html>')],
  },
  'GET /apidoc/openapi.json': {
    tag: 'Documentation',
    summary: 'This document',
    answers: [
      {
        status: 200,
        description: 'OpenAPI 3.1.',
        content: { type: 'application/json', schema: { type: 'object' }, example: { openapi: '3.1.1' } },
      },
    ],
  },
  'GET /apidoc/initializer.js': file('text/javascript; charset=utf-8', 'The script of the page'),
  'GET /apidoc/swagger-ui-bundle.js': file('text/javascript; charset=utf-8', 'Swagger UI itself'),
  'GET /apidoc/swagger-ui.css': file('text/css; charset=utf-8', 'The style sheet of the page'),
};
