module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'cli',
  globalSetup: '<rootDir>/jest.global-setup.js',
  testTimeout: 20_000,
};
