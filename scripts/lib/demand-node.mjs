const needed = 20;

// Imported before anything else, so that an old Node says this instead of failing on a module it does not
// have.
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `NAAS needs Node.js ${needed} or later, and this is ${process.versions.node}: install a newer one from ` +
      'https://nodejs.org.\n',
  );
  process.exit(1);
}
if (process.platform === 'win32') {
  process.stderr.write('These scripts need Linux or macOS: on Windows, run them inside WSL.\n');
  process.exit(1);
}
