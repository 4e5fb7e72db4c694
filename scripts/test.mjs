import './lib/demand-node.mjs';

// Imported only now: an older Node could not even read the rest.
import('./checks/check-all.mjs').then(({ checkAll }) => checkAll(process.argv.slice(2)));
