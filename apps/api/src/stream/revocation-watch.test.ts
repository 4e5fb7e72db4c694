import { AuthError } from '@naas/auth';
import { RevocationWatch } from './revocation-watch.js';

/** API keys of which those in `revoked` are revoked, and the calls that asked for them. */
function fakeKeys() {
  const revoked = new Set<string>();
  const asked: (readonly string[])[] = [];
  const state = { isAway: false };
  return {
    revoked,
    asked,
    state,
    revokedOf: (ids: readonly string[]): Promise<readonly string[]> => {
      asked.push(ids);
      if (state.isAway) return Promise.reject(new Error('Redis is away'));
      return Promise.resolve(ids.filter((id) => revoked.has(id)));
    },
  };
}

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
const open = (watch: RevocationWatch, keyId: string) => {
  const client = new AbortController();
  return { client, signal: watch.watch(keyId, client.signal) };
};

test('all that is open is asked for in one call, each key once', async () => {
  const keys = fakeKeys();
  const watch = new RevocationWatch(keys, 5);
  const streams = ['k-1', 'k-2', 'k-1', 'k-3'].map((keyId) => open(watch, keyId));
  keys.revoked.add('k-1').add('k-2').add('k-3');
  await Promise.all(streams.map(({ signal }) => aborted(signal)));
  expect(keys.asked).toEqual([['k-1', 'k-2', 'k-3']]);
});

test('only what is of a revoked key ends, and says why', async () => {
  const keys = fakeKeys();
  const watch = new RevocationWatch(keys, 5);
  const [good, bad] = [open(watch, 'k-1'), open(watch, 'k-2')];
  keys.revoked.add('k-2');
  expect(await aborted(bad.signal)).toBeInstanceOf(AuthError);
  expect(good.signal.aborted).toBe(false);
  good.client.abort();
  expect(good.signal.aborted).toBe(true);
  expect(good.signal.reason).not.toBeInstanceOf(AuthError);
});

test('an outage ends nothing, and the checks go on after it', async () => {
  const keys = fakeKeys();
  keys.state.isAway = true;
  const watch = new RevocationWatch(keys, 5);
  const { signal } = open(watch, 'k-1');
  keys.revoked.add('k-1');
  while (keys.asked.length < 3) await new Promise(setImmediate);
  expect(signal.aborted).toBe(false);
  keys.state.isAway = false;
  expect(await aborted(signal)).toBeInstanceOf(AuthError);
});

test('when nothing is open, nobody asks, until something is', async () => {
  const keys = fakeKeys();
  const watch = new RevocationWatch(keys, 5);
  const { client } = open(watch, 'k-1');
  client.abort();
  const gone = new AbortController();
  gone.abort();
  expect(watch.watch('k-1', gone.signal).aborted).toBe(true);
  const { signal } = open(watch, 'k-2');
  keys.revoked.add('k-2');
  await aborted(signal);
  expect(keys.asked).toEqual([['k-2']]);
});
