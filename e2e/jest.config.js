module.exports = {
  ...require('../jest.preset.js'),
  displayName: 'e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/**/*.test.ts'],
  testTimeout: 60_000,
  globalSetup: '<rootDir>/testbed/global-setup.mjs',
  globalTeardown: '<rootDir>/testbed/global-teardown.mjs',
};
