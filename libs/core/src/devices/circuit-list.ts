import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';

/** A device, as circuits know it. */
export interface CircuitTarget {
  readonly context: string;
  readonly host: string;
  readonly port: number;
}

/** How the circuit breaker of a device stands. */
export interface Circuit extends CircuitTarget {
  /** `half_open`: its time is over, and one probe may try the device. */
  readonly state: 'closed' | 'open' | 'half_open';
  /** Failures to reach the device, in a row. */
  readonly failures: number;
  readonly openedAt: Date | null;
  /** When the device may be tried again; null while the circuit is closed. */
  readonly retryAt: Date | null;
}

// A context has no colon and a port neither; an IPv6 host has many.
const member = /^([^:]+):(.+):(\d+)$/;
const memberOf = ({ context, host, port }: CircuitTarget): string => `${context}:${host}:${port}`;
const keyOf = ({ context, host, port }: CircuitTarget): string => keys.circuit(context, host, `${port}`);

function targetsOf(members: readonly string[]): readonly CircuitTarget[] {
  return members.toSorted().flatMap((text) => {
    const [, context = '', host = '', port = ''] = member.exec(text) ?? [];
    return context === '' ? [] : [{ context, host, port: Number(port) }];
  });
}

function stateOf(retryAt: Date | null, now: number): Circuit['state'] {
  if (!retryAt) return 'closed';
  return retryAt.getTime() > now ? 'open' : 'half_open';
}

const dateOf = (text: string | undefined): Date | null =>
  text === undefined ? null : new Date(Number(text));

/** Reads the circuits of some devices; leaves out devices that have none. */
async function readCircuits(
  redis: Redis,
  targets: readonly CircuitTarget[],
  now: number,
): Promise<readonly Circuit[]> {
  const batch = redis.pipeline();
  for (const target of targets) batch.hgetall(keyOf(target));
  // as HGETALL answers
  const replies = (await repliesOf(batch)) as readonly Readonly<Record<string, string>>[];
  return targets.flatMap((target, index): readonly Circuit[] => {
    const fields = replies[index] ?? {};
    if (fields['failures'] === undefined) return [];
    const retryAt = dateOf(fields['retry_at']);
    return [
      {
        ...target,
        state: stateOf(retryAt, now),
        failures: Number(fields['failures']),
        openedAt: dateOf(fields['opened_at']),
        retryAt,
      },
    ];
  });
}

/** The circuits of some contexts' devices, in the order of context and host. */
export async function listCircuits(
  redis: Redis,
  contexts: readonly string[],
  now: number,
): Promise<readonly Circuit[]> {
  const targets = targetsOf(await redis.smembers(keys.circuits())).filter(({ context }) =>
    contexts.includes(context),
  );
  return readCircuits(redis, targets, now);
}

/** The circuit of a device; null when it has none. */
export async function readCircuit(redis: Redis, target: CircuitTarget, now: number): Promise<Circuit | null> {
  const [circuit] = await readCircuits(redis, [target], now);
  return circuit ?? null;
}

/** Forgets circuits, so that their devices count as never failed; how many there were. */
export async function resetCircuits(redis: Redis, targets: readonly CircuitTarget[]): Promise<number> {
  if (targets.length === 0) return 0;
  const [removed] =
    (await redis
      .multi()
      .del(...targets.map(keyOf))
      .srem(keys.circuits(), ...targets.map(memberOf))
      .exec()) ?? [];
  if (removed?.[0]) throw removed[0];
  return Number(removed?.[1] ?? 0);
}
