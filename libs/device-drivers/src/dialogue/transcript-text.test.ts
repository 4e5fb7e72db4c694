import { TranscriptText } from './transcript-text.js';

test('each text begins with the line in which the one before ended', () => {
  const transcript = new TranscriptText();
  for (const text of ['lab1#conf t\nlab1(config)#', 'lab1(config)#end\nlab1#', 'lab1#']) transcript.add(text);
  expect(transcript.text).toBe('lab1#conf t\nlab1(config)#end\nlab1#');
  expect(transcript.length).toBe(transcript.text.length);
});

test('a text that begins otherwise is on a new line', () => {
  const transcript = new TranscriptText();
  transcript.add('lab1#');
  transcript.add('%LINK-3-UPDOWN\nlab1#show');
  expect(transcript.text).toBe('lab1#\n%LINK-3-UPDOWN\nlab1#show');
});
