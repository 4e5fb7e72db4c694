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

/** The names that connect() accepts, in alphabetical order. */
export const platformNames: readonly string[] = [...byName.keys()];

/** What a platform supports besides commands. */
export interface Capabilities {
  readonly config: boolean;
  readonly save: boolean;
  readonly commit: boolean;
}

/** Looks a platform up by name; undefined: unknown. */
export function platformNamed(name: string): Platform | undefined {
  return byName.get(name);
}

/** The family of a platform; undefined: unknown platform. */
export function familyOf(name: string): string | undefined {
  return byName.get(name)?.family;
}

/** What a platform supports; undefined: unknown platform. */
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
