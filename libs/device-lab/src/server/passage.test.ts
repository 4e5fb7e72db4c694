import { once } from 'node:events';
import { connect } from 'node:net';
import { startBannerServer, startPassage } from '../index.js';

test('silence() blocks open connections only, and a close is passed on', async () => {
  const peer = await startBannerServer('hello');
  const passage = await startPassage(peer);
  const first = connect(passage.port, passage.host);
  expect(String((await once(first, 'data'))[0])).toBe('hello');
  passage.silence();
  const second = connect(passage.port, passage.host);
  expect(String((await once(second, 'data'))[0])).toBe('hello');
  expect(first.readyState).toBe('open');
  const closed = Promise.all([once(first, 'close'), once(second, 'close')]);
  await peer.close();
  await closed;
  await passage.close();
});
