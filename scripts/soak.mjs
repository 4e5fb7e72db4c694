import './lib/check-node.mjs';

// A dynamic import, because an older Node cannot parse the rest.
import('../e2e/faults/soak.mjs').then(({ soak }) => soak(process.argv.slice(2)));
