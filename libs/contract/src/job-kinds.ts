/** One row of the table of job kinds. */
interface JobKindRow {
  /** The task in the worker that runs it. */
  readonly task: 'commands' | 'configuration';
  /**
   * Whether it changes the device. Such a job is pushed once and never run again, one at a time on a device,
   * in the order of acceptance, and never shared with an equal request.
   */
  readonly changesDevice: boolean;
  /** What `results` holds: the text of each command, its rows, or the text of each step of the push. */
  readonly results: 'text' | 'rows' | 'steps';
  /** Error sentence of a job whose worker died. */
  readonly workerLost: string;
}

const commands = {
  task: 'commands',
  changesDevice: false,
  workerLost: 'The workers that ran the job died three times; submit it again.',
} as const;

/**
 * Every job kind, by the name of its route. Code that depends on a kind reads its row and never compares its
 * name.
 */
export const jobKinds = {
  'send-command': { ...commands, results: 'text' },
  'send-command-structured': { ...commands, results: 'rows' },
  'send-config': {
    task: 'configuration',
    changesDevice: true,
    results: 'steps',
    workerLost:
      'The worker died during the job; the configuration may have been applied in part and is not sent again. ' +
      'Check the device before you submit it again.',
  },
} as const satisfies Record<string, JobKindRow>;

/** What a job does; the name of its route. */
export type JobKind = keyof typeof jobKinds;

/** The kinds that a task runs. */
export type JobKindOf<Task extends JobKindRow['task']> = {
  [Kind in JobKind]: (typeof jobKinds)[Kind]['task'] extends Task ? Kind : never;
}[JobKind];

/** Names of the kinds, in the order of the table. */
export const jobKindNames = Object.keys(jobKinds) as readonly JobKind[]; // Object.keys returns string[]

/** Whether a job of this kind changes its device. */
export const changesDevice = (kind: JobKind): boolean => jobKinds[kind].changesDevice;
