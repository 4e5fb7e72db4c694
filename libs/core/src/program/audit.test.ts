import { createAudit } from './audit.js';
import { Secret } from '../secrecy/secret.js';

test('an event is one line of JSON with its type, its time and the program', () => {
  const lines: string[] = [];
  const audit = createAudit({ program: 'naas-api', write: (line) => lines.push(line), now: () => 0 });
  audit.record('job.cancelled', { request_id: 'line\nbreak', identity: 'k-1' });
  expect(lines).toEqual([
    '{"audit":true,"timestamp":"1970-01-01T00:00:00.000Z","program":"naas-api",' +
      '"event_type":"job.cancelled","request_id":"line\\nbreak","identity":"k-1"}\n',
  ]);
});

test('a secret passed by mistake is not shown', () => {
  const lines: string[] = [];
  const mistake = new Secret('hunter2') as unknown as string; // the mistake itself
  createAudit({ program: 'naas-api', write: (line) => lines.push(line) }).record('auth.failure', {
    method: 'basic',
    reason: mistake,
    request_id: 'r',
  });
  expect(lines.join('')).toContain('[redacted]');
});
