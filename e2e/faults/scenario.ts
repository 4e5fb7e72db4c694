import type { JobErrorCode } from '@naas/contract';
import type { Bed } from './bed/bed.js';
import type { CalledJob } from './caller.js';
import type { Random } from './random.js';
import type { StoreKind } from './bed/store.js';

/** The bed of a scenario, its parameters, and its reports. */
export interface Stage {
  readonly name: string;
  readonly bed: Bed;
  readonly seed: number;
  readonly random: Random;
  readonly rounds: number;
  /** Whether this is the brief run, whose results must not depend on the speed of the machine. */
  readonly isBrief: boolean;
  /** Shows the state of the scenario. */
  readonly showProgress: (text: string) => void;
  /** Records that a bar was missed, and where. */
  readonly recordMiss: (text: string) => void;
  /** Records a figure for the final report. */
  readonly recordNote: (text: string) => void;
}

/** A row of the scenario table. */
export interface Scenario {
  readonly name: string;
  /** With `brief` 0, the scenario is in a brief run only if selected by name, with a number of rounds. */
  readonly rounds: { readonly full: number; readonly brief: number };
  /** Error codes with which jobs may fail because of the faults. */
  readonly mayFail: readonly JobErrorCode[];
  /** The store of the bed. */
  readonly store: StoreKind;
  /** In a brief run, the scenarios of one lane share a bed and its store, and the lanes run in parallel. */
  readonly lane: number;
  /** Starts with two workers. Resolves to the submitted jobs once they have ended. */
  readonly run: (stage: Stage) => Promise<readonly CalledJob[]>;
}
