import type { ErrorDetail } from '@naas/contract';
import type { Capabilities } from '@naas/device-drivers/platforms';
import type { Platforms } from '../services.js';
import type { RawFields } from './body-rules.js';

interface Demand {
  readonly field: 'platform' | 'save_config' | 'commit';
  readonly capability: keyof Capabilities;
  /** What is said at the field. */
  readonly message: (platform: string) => string;
  /** What is said at the platform of a batch's device. */
  readonly ofDevice: string;
}

/** What a configuration body can ask of a platform. */
const demands: readonly Demand[] = [
  {
    field: 'platform',
    capability: 'config',
    message: (platform) => `cannot be configured here: ${platform} takes commands only; use send-command`,
    ofDevice: 'takes commands only; leave this device out',
  },
  {
    field: 'save_config',
    capability: 'save',
    message: (platform) =>
      `is not possible on ${platform}, which has no command to save its configuration; leave it out`,
    ofDevice: 'has no command to save its configuration; leave this device or "save_config" out',
  },
  {
    field: 'commit',
    capability: 'commit',
    message: (platform) =>
      `is not possible on ${platform}, where each line takes effect at once; leave it out`,
    ofDevice: 'knows no commit, since each line takes effect at once; leave this device or "commit" out',
  },
];

/** The demands of a configuration body that a platform cannot meet; none where the platform is not known. */
function unmet(platform: unknown, fields: RawFields, { capabilitiesOf }: Platforms): readonly Demand[] {
  const can = typeof platform === 'string' ? capabilitiesOf(platform) : undefined;
  if (!can) return [];
  return demands.filter(
    ({ field, capability }) => !can[capability] && (field === 'platform' || fields[field] === true),
  );
}

/** What the body's own platform is asked for and cannot do. */
export function capabilityFaults(fields: RawFields, platforms: Platforms): readonly ErrorDetail[] {
  const platform = fields['platform'];
  return unmet(platform, fields, platforms).map(({ field, message }) => ({
    path: `/${field}`,
    message: message(String(platform)),
  }));
}

/** What the platform that a batch's device has of its own is asked for and cannot do. */
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
