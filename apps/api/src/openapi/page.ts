/**
 * Script of the page. It loads only our document, makes no requests to other hosts, and keeps credentials
 * only until the tab is closed.
 */
export const initializer = `window.onload = () => {
  SwaggerUIBundle({
    url: '/apidoc/openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    persistAuthorization: false,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
  });
};
`;

/** The page. It has no inline script, since its Content-Security-Policy forbids that. */
export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>NAAS API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/apidoc/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/apidoc/swagger-ui-bundle.js"></script>
    <script src="/apidoc/initializer.js"></script>
  </body>
</html>
`;

/**
 * Content-Security-Policy of the page. Scripts only from this server, without inline scripts or eval. Swagger
 * UI needs inline styles, and icons from data URLs.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
