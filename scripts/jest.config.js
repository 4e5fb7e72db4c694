// The tests run the scripts as separate processes, as npm does.
module.exports = {
  ...require('../jest.preset.js'),
  displayName: 'scripts',
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  // These folders are separate projects.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/(repository|docs)/'],
  testTimeout: 60_000,
};
