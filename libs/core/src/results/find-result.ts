import { keys } from '../keys.js';
import { evaluate, scriptOf } from '../redis/evaluate.js';
import { rows, type Reply } from '../redis/script-reply.js';
import type { ReadTools } from '../jobs/find-job.js';
import { LargeJob } from './large-job.js';
import { recordOf, shownFields } from '../jobs/raw-record.js';
import { readJob, type StoredJob } from '../jobs/record.js';

/** A job whose outputs are in memory, or one whose outputs are too large for that. */
export type FoundJob = StoredJob | LargeJob;

/** Largest size of outputs that are read at once, in bytes as Redis keeps them. */
const maxBytesAtOnce = 262_144;

/**
 * Reads only, and has none of the beginning that the scripts in lua/ share, so that it is as quick as the commands in
 * it.
 *
 * KEYS: record, outputs. ARGV: largest size of the outputs, in bytes. Returns the values of `shownFields`, then
 * the outputs; their number in place of the outputs when they are larger.
 */
const script = scriptOf(`
local values = redis.call('HMGET', KEYS[1], ${shownFields.map((field) => `'${field}'`).join(', ')})
-- As Redis keeps them, some percent more than they are. Without this command, all are read.
local size = redis.pcall('MEMORY', 'USAGE', KEYS[2], 'SAMPLES', '0')
local is_large = type(size) == 'number' and size > tonumber(ARGV[1])
values[${shownFields.length + 1}] = is_large and redis.call('LLEN', KEYS[2]) or redis.call('LRANGE', KEYS[2], 0, -1)
return values
`);

const isBuffer = (reply: Reply): reply is Buffer => Buffer.isBuffer(reply);

/** A job with its results, large ones unread; null when it does not exist or has expired. */
export async function findResult(tools: ReadTools, jobId: string): Promise<FoundJob | null> {
  const reply = rows(
    await evaluate(tools.redis, script, {
      keys: [keys.job(jobId), keys.outputs(jobId)],
      args: [maxBytesAtOnce],
    }),
  );
  const record = recordOf(
    reply.slice(0, shownFields.length).map((value) => (isBuffer(value) ? value : null)),
  );
  if (!record['status']) return null;
  const outputs = reply[shownFields.length] ?? null;
  const sealedOutputs = rows(outputs).filter(isBuffer);
  const shown = readJob(tools.keyRing, { jobId, record, sealedOutputs });
  if (typeof outputs !== 'number' || !shown?.result.outputs) return shown;
  return new LargeJob(tools, { jobId, record, shown, count: outputs });
}
