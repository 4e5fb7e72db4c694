module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'boundaries',
  rootDir: __dirname,
  testMatch: ['<rootDir>/*.test.ts'],
  testTimeout: 60_000,
};
