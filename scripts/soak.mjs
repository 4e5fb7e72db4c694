import './lib/demand-node.mjs';

// Imported only now: an older Node could not even read the rest.
import('../e2e/faults/soak.mjs').then(({ soak }) => soak(process.argv.slice(2)));
