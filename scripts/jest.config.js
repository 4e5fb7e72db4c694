// The suites run the scripts in processes of their own, as npm does.
module.exports = {
  ...require('../jest.preset.js'),
  displayName: 'scripts',
  rootDir: __dirname,
  testMatch: ['<rootDir>/lib/**/*.test.ts', '<rootDir>/*.test.ts'],
  testTimeout: 60_000,
};
