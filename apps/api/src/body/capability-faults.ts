import type { ErrorDetail } from '@naas/contract';
import type { Capabilities } from '@naas/device-drivers/platforms';
import type { Platforms } from '../services.js';
import type { RawFields } from './body-rules.js';

interface Demand {
  readonly field: 'platform' | 'save_config' | 'commit';
  readonly capability: keyof Capabilities;
  /** Message at the field. */
  readonly message: (platform: string) => string;
  /** Message at the platform of a device in a batch, after the platform's name. */
  readonly ofDevice: string;
}

/** Capabilities that a configuration body can require of a platform. */
const demands: readonly Demand[] = [
  {
    field: 'platform',
    capability: 'config',
    message: (platform) =>
      `must support configuration, but ${platform} supports only commands; use send-command`,
    ofDevice: 'supports only commands, not configuration; leave this device out',
  },
  {
    field: 'save_config',
    capability: 'save',
    message: (platform) =>
      `is not supported on ${platform}, which has no command to save its configuration; leave it out`,
    ofDevice: 'has no command to save its configuration; leave this device or "save_config" out',
  },
  {
    field: 'commit',
    capability: 'commit',
    message: (platform) =>
      `is not supported on ${platform}, where each line takes effect at once; leave it out`,
    ofDevice: 'has no commit, since each line takes effect at once; leave this device or "commit" out',
  },
];

/** The demands of a configuration body that a platform does not support; empty if the platform is unknown. */
function unmet(platform: unknown, fields: RawFields, { capabilitiesOf }: Platforms): readonly Demand[] {
  const can = typeof platform === 'string' ? capabilitiesOf(platform) : undefined;
  if (!can) return [];
  return demands.filter(
    ({ field, capability }) => !can[capability] && (field === 'platform' || fields[field] === true),
  );
}

/** Faults where the body asks for something that its platform does not support. */
export function capabilityFaults(fields: RawFields, platforms: Platforms): readonly ErrorDetail[] {
  const platform = fields['platform'];
  return unmet(platform, fields, platforms).map(({ field, message }) => ({
    path: `/${field}`,
    message: message(String(platform)),
  }));
}

/** Faults where a batch asks for something that the device's own platform does not support. */
export function deviceCapabilityFaults(
  platform: unknown,
  fields: RawFields,
  platforms: Platforms,
): readonly ErrorDetail[] {
  return unmet(platform, fields, platforms).map(({ ofDevice }) => ({
    path: '/platform',
    message: `${String(platform)} ${ofDevice}`,
  }));
}
