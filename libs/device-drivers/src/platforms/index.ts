import { definePlatform, type Platform } from '../platform.js';
import { aristaEos } from './arista-eos.js';
import { ciscoIos } from './cisco-ios.js';
import { ciscoNxos } from './cisco-nxos.js';
import { juniperJunos } from './juniper-junos.js';
import { linux } from './linux.js';

export { definePlatform };
export type { Platform };

/** Every platform by its name. */
export const platforms = {
  arista_eos: aristaEos,
  cisco_ios: ciscoIos,
  cisco_nxos: ciscoNxos,
  juniper_junos: juniperJunos,
  linux,
} as const satisfies Readonly<Record<string, Platform>>;

const byName: ReadonlyMap<string, Platform> = new Map(Object.entries(platforms));

/** The names connect() knows, in alphabetical order. */
export const platformNames: readonly string[] = [...byName.keys()];

/** What a platform can do beside running commands. */
export interface Capabilities {
  readonly config: boolean;
  readonly save: boolean;
  readonly commit: boolean;
}

/** The platform of that name; undefined when there is none. */
export function platformNamed(name: string): Platform | undefined {
  return byName.get(name);
}

/** The family of the platform of that name; undefined when there is none. */
export function familyOf(name: string): string | undefined {
  return byName.get(name)?.family;
}

/** What the platform of that name can do; undefined when there is none. */
export function capabilitiesOf(name: string): Capabilities | undefined {
  const platform = byName.get(name);
  return (
    platform && {
      config: platform.configMode !== undefined,
      save: platform.save !== undefined,
      commit: platform.commit !== undefined,
    }
  );
}
