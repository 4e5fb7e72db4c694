import './lib/demand-node.mjs';

// Imported only now: an older Node could not even read the rest.
import('./first-run/first-run.mjs').then(({ firstRun }) => firstRun(process.argv.slice(2)));
