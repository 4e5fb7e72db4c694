import type { Personality } from './personality.js';
import { aristaEos } from './arista-eos.js';
import { ciscoIos } from './cisco-ios.js';
import { ciscoNxos } from './cisco-nxos.js';
import { juniperJunos } from './juniper-junos.js';
import { linux } from './linux.js';

const all: readonly Personality[] = [ciscoIos, ciscoNxos, aristaEos, juniperJunos, linux];

/** Every personality by its name. */
export const personalities: ReadonlyMap<string, Personality> = new Map(all.map((one) => [one.name, one]));

/** The names that startDevice() accepts. */
export const personalityNames: readonly string[] = all.map((one) => one.name);
