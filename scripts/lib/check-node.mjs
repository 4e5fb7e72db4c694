const minVersion = 20;

// Imported before anything else, so that an old Node prints this instead of failing on syntax that it lacks.
if (Number(process.versions.node.split('.')[0]) < minVersion) {
  process.stderr.write(
    `NAAS needs Node.js ${minVersion} or later; this is ${process.versions.node}. Install a newer version from ` +
      'https://nodejs.org.\n',
  );
  process.exit(1);
}
if (process.platform === 'win32') {
  process.stderr.write('These scripts need Linux or macOS: on Windows, run them inside WSL.\n');
  process.exit(1);
}
