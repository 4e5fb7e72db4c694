import type { Health } from '@naas/client';
import Table from 'cli-table3';
import { duration } from './duration.js';
import type { Paint } from './paint.js';

const count = (number: number | null, one: string, many: string): string =>
  number === null ? '' : `${number} ${number === 1 ? one : many}`;

/** The state of the service as a small table. */
export function healthText(
  { status, version, uptime_seconds: uptimeSeconds, components }: Health,
  paint: Paint,
): string {
  const { redis, queue, workers, failed_jobs: failedJobs } = components;
  const colour = (text: string) => (text === 'healthy' ? paint.green(text) : paint.red(text));
  const rows = [
    ['service', colour(status), `version ${version}, up ${duration(uptimeSeconds * 1000)}`],
    ['redis', colour(redis.status), ''],
    ['queue', colour(queue.status), count(queue.depth, 'job waiting', 'jobs waiting')],
    [
      'workers',
      colour(workers.status),
      [count(workers.count, 'worker', 'workers'), count(workers.active_jobs, 'active job', 'active jobs')]
        .filter(Boolean)
        .join(', '),
    ],
    ...(failedJobs === null ? [] : [['failed jobs', '', `${failedJobs} kept`]]),
  ];
  const table = new Table({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, border: [], head: [] },
  });
  table.push(...rows);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
