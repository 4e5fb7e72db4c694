export { connect } from './connect.js';
export { Connection } from './connection.js';
export { DriverError, driverErrorCodes } from './errors.js';
export type { DriverErrorCode, DriverErrorFacts } from './errors.js';
export { Handshakes } from './ssh/handshakes.js';
export type { HandshakeLimits } from './ssh/handshakes.js';
export { fingerprintOf, MemoryHostKeys } from './ssh/host-key-check.js';
export type {
  AlgorithmProfile,
  CommandOptions,
  CommandResult,
  CommitOptions,
  ConfigOptions,
  ConnectOptions,
  HostKeyPolicy,
  HostKeyStore,
  OperationOptions,
  Transcript,
} from './options.js';
export { definePlatform } from './platform.js';
export type { Commit, Credential, Mode, Platform, Question, Save, SetupLine, Step } from './platform.js';
