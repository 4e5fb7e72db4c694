/**
 * Script of the page: the document is ours, nothing is asked of anybody else, and credentials are kept for
 * the tab only.
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

/** The page. No script of its own in it: the policy forbids that. */
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
 * What the page may load: scripts from here alone, none in the page, none made from text. Swagger UI sets
 * styles in its elements, and draws its icons from data.
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
