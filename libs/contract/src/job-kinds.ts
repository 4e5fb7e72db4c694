/** One row of the table of job kinds. */
interface JobKindRow {
  /** The task that does it, in the worker. */
  readonly task: 'commands' | 'configuration';
  /**
   * It changes the device: it is pushed once and never run again, one at a time on a device, in the order of
   * acceptance, and never shared with an equal request.
   */
  readonly changesDevice: boolean;
  /** What `results` holds: the text of each command, its rows, or the text of each step of the push. */
  readonly results: 'text' | 'rows' | 'steps';
  /** What is said of a job whose worker died. */
  readonly workerLost: string;
}

const commands = {
  task: 'commands',
  changesDevice: false,
  workerLost: 'The workers that ran the job died, three times over; submit it again.',
} as const;

/** Every job kind, by the name of its route. Whatever depends on a kind asks its row, never its name. */
export const jobKinds = {
  'send-command': { ...commands, results: 'text' },
  'send-command-structured': { ...commands, results: 'rows' },
  'send-config': {
    task: 'configuration',
    changesDevice: true,
    results: 'steps',
    workerLost:
      'The worker died during the job; the configuration may have been applied in part and is not sent again. ' +
      'Look at the device before you submit it again.',
  },
} as const satisfies Record<string, JobKindRow>;

/** What a job does; the name of its route. */
export type JobKind = keyof typeof jobKinds;

/** The kinds done by a task. */
export type JobKindOf<Task extends JobKindRow['task']> = {
  [Kind in JobKind]: (typeof jobKinds)[Kind]['task'] extends Task ? Kind : never;
}[JobKind];

/** Names of the kinds, in the order of the table. */
export const jobKindNames = Object.keys(jobKinds) as readonly JobKind[]; // Object.keys forgets the names

/** Whether a job of this kind changes its device. */
export const changesDevice = (kind: JobKind): boolean => jobKinds[kind].changesDevice;
