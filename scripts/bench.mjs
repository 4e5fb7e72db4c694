import './lib/check-node.mjs';

import('../bench/bench.mjs').then(({ bench }) => bench(process.argv.slice(2)));
