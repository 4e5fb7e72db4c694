import { createHash } from 'node:crypto';
import { callNext } from '../lua/call-next.js';
import { cancel } from '../lua/cancel.js';
import { claim } from '../lua/claim.js';
import { connected } from '../lua/connected.js';
import { emit } from '../lua/emit.js';
import { admitAttempt } from '../lua/admit-attempt.js';
import { finish } from '../lua/finish.js';
import { giveBack } from '../lua/give-back.js';
import { heartbeat } from '../lua/heartbeat.js';
import { leaseWebhooks } from '../lua/lease-webhooks.js';
import { recordAttempt } from '../lua/record-attempt.js';
import { list } from '../lua/list.js';
import { reap } from '../lua/reap.js';
import { renew } from '../lua/renew.js';
import { replaceKey } from '../lua/replace-key.js';
import { settleWebhook } from '../lua/settle-webhook.js';
import { shared } from '../lua/shared.js';
import { submit } from '../lua/submit.js';
import { sweep } from '../lua/sweep.js';
import { withdraw } from '../lua/withdraw.js';
import type { Redis } from './redis.js';

const sources = {
  admitAttempt,
  callNext,
  cancel,
  claim,
  connected,
  emit,
  finish,
  giveBack,
  heartbeat,
  leaseWebhooks,
  list,
  reap,
  recordAttempt,
  renew,
  replaceKey,
  settleWebhook,
  submit,
  sweep,
  withdraw,
} as const;

/** Name of a script. */
export type ScriptName = keyof typeof sources;

const loaded = Object.fromEntries(
  // fromEntries loses the names, hence the cast below.
  Object.entries(sources).map(([name, source]) => {
    const lua = `${shared}\n${source}`;
    return [name, { lua, sha: createHash('sha1').update(lua).digest('hex') }];
  }),
) as Readonly<Record<ScriptName, { readonly lua: string; readonly sha: string }>>;

/**
 * Runs a script; sends its source when Redis does not have it (at first, and after a restart or failover).
 * The texts of the reply are Buffers, since records hold sealed bytes.
 */
export async function runScript(
  redis: Redis,
  name: ScriptName,
  args: readonly (string | number | Buffer)[],
): Promise<unknown> {
  const { lua, sha } = loaded[name];
  try {
    return await redis.callBuffer('EVALSHA', sha, 0, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.callBuffer('EVAL', lua, 0, ...args);
  }
}
