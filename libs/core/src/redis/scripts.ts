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
import { evaluate, scriptOf, type Argument, type Script } from './evaluate.js';
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
  Object.entries(sources).map(([name, source]) => [name, scriptOf(`${shared}\n${source}`)]),
) as Readonly<Record<ScriptName, Script>>;

/** Runs a script of those that change jobs and what belongs to them. The texts of the reply are Buffers. */
export function runScript(redis: Redis, name: ScriptName, args: readonly Argument[]): Promise<unknown> {
  return evaluate(redis, loaded[name], { args });
}
