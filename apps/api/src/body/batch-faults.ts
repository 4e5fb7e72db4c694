import type { ErrorDetail } from '@naas/contract';
import type { BodyFacts, RawFields } from './body-rules.js';
import { capabilityFaults, deviceCapabilityFaults } from './capability-faults.js';
import { loginFaults, pairFaults } from './login-faults.js';

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (index: number, faults: readonly ErrorDetail[]): readonly ErrorDetail[] =>
  faults.map(({ path, message }) => ({ path: `/devices/${index}${path}`, message }));

/** The devices of a body that has not passed its schema yet; null where one is no object. */
function devicesOf(fields: RawFields): readonly (RawFields | null)[] {
  const { devices } = fields;
  return Array.isArray(devices) ? devices.map((device: unknown) => (isObject(device) ? device : null)) : [];
}

function sizeFaults(fields: RawFields, { settings }: BodyFacts): readonly ErrorDetail[] {
  const bounds = [
    ['devices', settings.BATCH_MAX_DEVICES],
    ['commands', settings.BATCH_MAX_COMMANDS],
    ['config', settings.BATCH_MAX_COMMANDS],
  ] as const;
  return bounds.flatMap(([name, most]) => {
    const value = fields[name];
    return Array.isArray(value) && value.length > most
      ? [{ path: `/${name}`, message: `must hold at most ${most} entries in a batch; make several batches` }]
      : [];
  });
}

/** A device logs in with its own pair, else the batch's, else the Basic one. */
function batchLoginFaults(fields: RawFields, facts: BodyFacts): readonly ErrorDetail[] {
  const hasLogin = facts.hasLogin || Object.hasOwn(fields, 'username') || Object.hasOwn(fields, 'password');
  const devices = devicesOf(fields);
  const isNoneGiven = devices.every(
    (device) => device === null || !(Object.hasOwn(device, 'username') || Object.hasOwn(device, 'password')),
  );
  // Where no device has a login of its own, the batch is the place to give it.
  if (!hasLogin && isNoneGiven) return loginFaults(fields, { hasLogin });
  return [
    ...pairFaults(fields),
    ...devices.flatMap((device, index) => (device ? at(index, loginFaults(device, { hasLogin })) : [])),
  ];
}

/** Faults of any batch that concern several fields at once. */
export function batchFaults(fields: RawFields, facts: BodyFacts): readonly ErrorDetail[] {
  return [...sizeFaults(fields, facts), ...batchLoginFaults(fields, facts)];
}

/** What platforms of a batch's devices cannot do of what the batch asks for. */
export function batchCapabilityFaults(fields: RawFields, { platforms }: BodyFacts): readonly ErrorDetail[] {
  const devices = devicesOf(fields);
  const isInherited = devices.some((device) => device && !Object.hasOwn(device, 'platform'));
  const ofDevices = devices.flatMap((device, index) =>
    device ? at(index, deviceCapabilityFaults(device['platform'], fields, platforms)) : [],
  );
  return [...(isInherited ? capabilityFaults(fields, platforms) : []), ...ofDevices];
}
