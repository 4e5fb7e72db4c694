// Set-up and teardown share one module instance, so that the teardown finds the running test bed.
export { globalTeardown as default } from './global-setup.mjs';
