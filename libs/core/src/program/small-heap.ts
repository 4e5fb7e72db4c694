import { setFlagsFromString } from 'node:v8';

/**
 * Import this first in a program: V8's young generation then stays at its initial size (3 MB) instead of
 * growing to 48 MB. Measured with 500 connections at once: 50 MB less for API and worker together, the same
 * number of jobs a second, 8 % fewer GETs.
 */
setFlagsFromString('--semi-space-growth-factor=1');
