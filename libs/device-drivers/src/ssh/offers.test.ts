import { OfferReader, sentenceOf } from './offers.js';

test('the lists that were compared last are told, cut to what a message can hold', () => {
  const offers = new OfferReader();
  expect(sentenceOf(offers)).toBe('');
  offers.read('Handshake: (local) KEX method: a,b');
  offers.read(`Handshake: (remote) KEX method: ${'evil\u202e,'.repeat(10_000)}`);
  offers.read('Inbound: Received DISCONNECT');
  const sentence = sentenceOf(offers);
  expect(sentence).toContain('this program offers KEX method: a,b.');
  expect(sentence).not.toContain('\u202e');
  expect(sentence.length).toBeLessThan(400);
});
