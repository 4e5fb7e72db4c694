const { execFileSync } = require('node:child_process');
const { dirname, join } = require('node:path');

// The tests run the command as its users do, from dist/; this takes a moment only when something has changed.
module.exports = function buildCommand() {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(__dirname, 'tsconfig.lib.json')], { stdio: 'inherit' });
};
