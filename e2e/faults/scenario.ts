import type { JobErrorCode } from '@naas/contract';
import type { Bed } from './bed/bed.js';
import type { CalledJob } from './caller.js';
import type { Random } from './random.js';
import type { StoreKind } from './bed/store.js';

/** What a scenario works on. */
export interface Stage {
  readonly name: string;
  readonly bed: Bed;
  readonly seed: number;
  readonly random: Random;
  readonly rounds: number;
  /** Whether it is the short run, in which nothing may depend on how fast this machine is. */
  readonly isBrief: boolean;
  /** Shows how far the scenario is. */
  readonly tell: (text: string) => void;
  /** Notes that a bar was missed, and where. */
  readonly miss: (text: string) => void;
  /** Notes a figure for the end. */
  readonly note: (text: string) => void;
}

/** One row of the table of scenarios. */
export interface Scenario {
  readonly name: string;
  /** `brief` 0: not in the short run unless asked for by name, with a number of rounds. */
  readonly rounds: { readonly full: number; readonly brief: number };
  /** Codes with which jobs may fail because of what is done to them. */
  readonly mayFail: readonly JobErrorCode[];
  /** What the programs keep their jobs in. */
  readonly store: StoreKind;
  /** Scenarios of one lane share a bed, and its store, in the short run; the lanes run side by side. */
  readonly lane: number;
  /** Two workers run when it begins. Resolves to the jobs it submitted, when they have ended. */
  readonly run: (stage: Stage) => Promise<readonly CalledJob[]>;
}
