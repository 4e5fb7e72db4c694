import type { Personality } from '../personality.js';
import { ciscoIos } from './cisco-ios.js';

const all: readonly Personality[] = [ciscoIos];

/** Every personality by its name. */
export const personalities: ReadonlyMap<string, Personality> = new Map(all.map((one) => [one.name, one]));
