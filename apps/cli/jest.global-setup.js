const { execFileSync } = require('node:child_process');
const { dirname, join } = require('node:path');

// The tests run the command from dist/, as users do. The build is quick when nothing has changed.
module.exports = function buildCommand() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(__dirname, 'tsconfig.lib.json')], { stdio: 'inherit' });
};
