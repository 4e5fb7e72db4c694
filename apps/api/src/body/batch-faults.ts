import type { ErrorDetail } from '@naas/contract';
import type { BodyFacts, RawFields } from './body-rules.js';
import { capabilityFaults, deviceCapabilityFaults } from './capability-faults.js';
import { loginFaults, pairFaults } from './login-faults.js';

const isObject = (value: unknown): value is RawFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (index: number, faults: readonly ErrorDetail[]): readonly ErrorDetail[] =>
  faults.map(({ path, message }) => ({ path: `/devices/${index}${path}`, message }));

/** The devices of a body that may violate its schema; null for an entry that is not an object. */
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
  return bounds.flatMap(([name, max]) => {
    const value = fields[name];
    return Array.isArray(value) && value.length > max
      ? [{ path: `/${name}`, message: `must have at most ${max} entries in a batch; send several batches` }]
      : [];
  });
}

/** The login of a device is its own, else the batch's, else that of the Basic credentials. */
function batchLoginFaults(fields: RawFields, facts: BodyFacts): readonly ErrorDetail[] {
  const hasLogin = facts.hasLogin || Object.hasOwn(fields, 'username') || Object.hasOwn(fields, 'password');
  const devices = devicesOf(fields);
  const hasNoDeviceLogin = devices.every(
    (device) => device === null || !(Object.hasOwn(device, 'username') || Object.hasOwn(device, 'password')),
  );
  // If no device has a login of its own, ask for one in the batch rather than once per device.
  if (!hasLogin && hasNoDeviceLogin) return loginFaults(fields, { hasLogin });
  return [
    ...pairFaults(fields),
    ...devices.flatMap((device, index) => (device ? at(index, loginFaults(device, { hasLogin })) : [])),
  ];
}

/** Faults that involve several fields, for batches of any kind. */
export function batchFaults(fields: RawFields, facts: BodyFacts): readonly ErrorDetail[] {
  return [...sizeFaults(fields, facts), ...batchLoginFaults(fields, facts)];
}

/** Faults where the batch asks for something that the platform of a device does not support. */
export function batchCapabilityFaults(fields: RawFields, { platforms }: BodyFacts): readonly ErrorDetail[] {
  const devices = devicesOf(fields);
  const isInherited = devices.some((device) => device && !Object.hasOwn(device, 'platform'));
  const ofDevices = devices.flatMap((device, index) =>
    device ? at(index, deviceCapabilityFaults(device['platform'], fields, platforms)) : [],
  );
  return [...(isInherited ? capabilityFaults(fields, platforms) : []), ...ofDevices];
}
