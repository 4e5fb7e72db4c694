import { auditEvents, auditSchema, type AuditEvent } from './audit.js';

const events = Object.keys(auditEvents) as readonly AuditEvent[]; // the table's own keys

test.each(events)('%s has a meaning, and a schema that requires its fields and allows no other', (event) => {
  const schema = auditSchema(event);
  expect(auditEvents[event].meaning).toMatch(/\.$/);
  expect(schema).toMatchObject({
    additionalProperties: false,
    required: ['audit', 'timestamp', 'program', 'event_type', ...Object.keys(auditEvents[event].fields)],
  });
});

test('no field is meant for a secret', () => {
  const names = events.flatMap((event) => Object.keys(auditEvents[event].fields));
  expect(names.filter((name) => /password|secret|token|username|output|commands$/.test(name))).toEqual([]);
});
