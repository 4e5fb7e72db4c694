/** A record as Redis returns it: field to bytes. */
export type RawRecord = Readonly<Record<string, Buffer>>;

/** The fields of a record that readJob() shows, in the order that recordOf() expects. */
export const shownFields = [
  'status',
  'kind',
  'host',
  'port',
  'platform',
  'context',
  'owner',
  'tags',
  'enqueued_at',
  'started_at',
  'ended_at',
  'error_code',
  'error',
  'detected_platform',
  'batch_id',
  'missing_outputs',
  'accepted_at',
  'mac',
] as const;

/** The record with these values of `fields`; fields without a value are left out. */
export function recordOf(
  values: readonly (Buffer | null)[],
  fields: readonly string[] = shownFields,
): RawRecord {
  return Object.fromEntries(
    fields.flatMap((field, index) => (values[index] ? [[field, values[index]]] : [])),
  );
}
