// Every package, and the rules of the repository itself. The real devices have a configuration of their own:
// e2e/jest.config.js.
module.exports = {
  projects: [
    '<rootDir>/libs/*',
    '<rootDir>/apps/*',
    '<rootDir>/scripts',
    '<rootDir>/scripts/repository',
    '<rootDir>/scripts/docs',
  ],
};
