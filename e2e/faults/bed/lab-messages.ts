import type { Faults } from '@naas/device-lab';
import type { Secrets } from '../secrets.js';

/** What the process of the devices is told to start. */
export interface LabOptions {
  readonly devices: number;
  readonly secrets: Secrets;
  /** Milliseconds before each answer of a device. */
  readonly latencyMs: number;
}

/** A line that a device got, with the device and the number of its connection. */
export interface Received {
  readonly device: number;
  readonly connection: number;
  readonly line: string;
}

/** What a device has counted. */
export interface Counts {
  readonly connections: number;
  readonly logins: number;
}

/** Questions to the process of the devices, each with its answer. */
export interface LabAnswers {
  /** Lines that contain a text, device by device, in the order in which they came. */
  readonly received: { readonly ask: { readonly text: string }; readonly answer: readonly Received[] };
  readonly counts: { readonly ask: null; readonly answer: readonly Counts[] };
  readonly faults: {
    readonly ask: { readonly device: number; readonly faults: Faults };
    readonly answer: null;
  };
  /** Lets what hangs at a device answer. */
  readonly release: { readonly ask: { readonly device: number }; readonly answer: null };
  /** Waits until a device has counted that many connections. */
  readonly connected: {
    readonly ask: { readonly device: number; readonly connections: number };
    readonly answer: null;
  };
}

export type LabQuestion = keyof LabAnswers;

/** One question on its way. */
export interface LabAsk<Q extends LabQuestion = LabQuestion> {
  readonly id: number;
  readonly question: Q;
  readonly ask: LabAnswers[Q]['ask'];
}

/** Its answer, or why there is none. */
export interface LabReply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}
