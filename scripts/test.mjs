import './lib/check-node.mjs';

// A dynamic import, because an older Node cannot parse the rest.
import('./checks/check-all.mjs').then(({ checkAll }) => checkAll(process.argv.slice(2)));
