import type { Faults } from '@naas/device-lab';
import type { Secrets } from '../secrets.js';

/** Options of the device process. */
export interface LabOptions {
  readonly devices: number;
  readonly secrets: Secrets;
  /** Delay before each reply of a device, in milliseconds. */
  readonly latencyMs: number;
}

/** A line that a device received, with the numbers of the device and of the connection. */
export interface Received {
  readonly device: number;
  readonly connection: number;
  readonly line: string;
}

/** Counters of a device. */
export interface Counts {
  readonly connections: number;
  readonly logins: number;
}

/** The methods of the device process. */
export interface LabMethods {
  /** Lines that contain a text, device by device, in order of arrival. */
  readonly received: { readonly input: { readonly text: string }; readonly result: readonly Received[] };
  readonly counts: { readonly input: null; readonly result: readonly Counts[] };
  readonly faults: {
    readonly input: { readonly device: number; readonly faults: Faults };
    readonly result: null;
  };
  /** Lets the hanging replies of a device continue. */
  readonly release: { readonly input: { readonly device: number }; readonly result: null };
  /** Waits until a device has counted this number of connections. */
  readonly connected: {
    readonly input: { readonly device: number; readonly connections: number };
    readonly result: null;
  };
}

export type LabMethod = keyof LabMethods;

/** A call of a method. */
export interface LabCall<M extends LabMethod = LabMethod> {
  readonly id: number;
  readonly method: M;
  readonly input: LabMethods[M]['input'];
}

/** The result of a call, or its error. */
export interface LabReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
