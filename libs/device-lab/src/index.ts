export type { LabDevice } from './lab-device.js';
export { labLine } from './numbered-lines.js';
export type { AuthMethod, CommandAnswer, CommandArgument, DeviceOptions, Faults } from './options.js';
export type { ReceivedLine } from './shell-host.js';
export { newHostKey } from './ssh-server.js';
export type { SshAlgorithms } from './ssh-server.js';
export { startDevice } from './start.js';
export type { OutputStyle } from './terminal-output.js';
