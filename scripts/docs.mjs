import './lib/check-node.mjs';

import('./docs/print.mjs').then(({ printDocs }) => printDocs(process.argv.slice(2)));
