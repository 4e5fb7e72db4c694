// One module instance for both, so that this finds what the set-up started.
export { takeDown as default } from './global-setup.mjs';
