import './lib/check-node.mjs';

// A dynamic import, because an older Node cannot parse the rest.
import('./first-run/first-run.mjs').then(({ firstRun }) => firstRun(process.argv.slice(2)));
