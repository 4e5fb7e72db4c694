// The suites run the scripts in processes of their own, as npm does.
module.exports = {
  ...require('../jest.preset.js'),
  displayName: 'scripts',
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  // These folders have projects of their own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/(repository|docs)/'],
  testTimeout: 60_000,
};
