import type { Bed } from './bed/bed.js';
import { seeded } from './random.js';

/** A job before it is submitted. The same seed, scenario and number give the same plan. */
export interface JobPlan {
  /** Identifies the job on the devices, such as `kill-17`. Part of each of its lines. */
  readonly mark: string;
  readonly kind: 'send-command' | 'send-config';
  readonly device: number;
  /** Lines that only this job sends. */
  readonly lines: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Which jobs a load consists of. */
export interface Mix {
  readonly seed: number;
  /** Prefix of the marks. */
  readonly name: string;
  /** Numbers of the devices that the jobs are for. */
  readonly devices: readonly number[];
  /** Share of configuration jobs, from 0 to 1. */
  readonly configurations: number;
}

/** One in this number of jobs asks for a webhook. */
const webhookEvery = 8;

/** The lines that only one job sends. */
function linesOf(kind: JobPlan['kind'], mark: string, secret: string): readonly string[] {
  if (kind === 'send-command') return [`show job ${mark}`];
  return [
    `description ${mark} a`,
    `description ${mark} b`,
    `description ${mark} c`,
    `username ${mark} secret ${secret}`,
  ];
}

/** Plans a job of a mix by its number. */
export function planJob(
  { lab, secrets, webhookUrl }: Bed,
  { seed, name, devices, configurations }: Mix,
  number: number,
): JobPlan {
  const random = seeded(seed, name, 'job', number);
  const mark = `${name}-${number}`;
  const kind = random.next() < configurations ? 'send-config' : 'send-command';
  const device = random.pick(devices);
  const lines = linesOf(kind, mark, secrets.line);
  const webhook = number % webhookEvery === 0 && { webhook_url: webhookUrl, webhook_secret: secrets.webhook };
  const commands = kind === 'send-config' ? ['interface GigabitEthernet0/1', ...lines] : lines;
  return {
    mark,
    kind,
    device,
    lines,
    body: {
      host: lab.host,
      port: lab.ports[device],
      platform: 'cisco_ios',
      enable: secrets.enable,
      commands,
      ...webhook,
    },
  };
}
