import type { platforms } from '../index.js';
import { aristaEosExample } from './arista-eos.js';
import { ciscoIosExample } from './cisco-ios.js';
import { ciscoNxosExample } from './cisco-nxos.js';
import type { PlatformExample } from './example.js';
import { juniperJunosExample } from './juniper-junos.js';
import { linuxExample } from './linux.js';

/** An example for each platform; a platform without an example does not compile. */
export const platformExamples: Readonly<Record<keyof typeof platforms, PlatformExample>> = {
  arista_eos: aristaEosExample,
  cisco_ios: ciscoIosExample,
  cisco_nxos: ciscoNxosExample,
  juniper_junos: juniperJunosExample,
  linux: linuxExample,
};
