import type { Mode, Platform, Step } from '../platform.js';

/** A prompt as it stands on the screen. */
export interface Prompt {
  readonly mode: string;
  /** With the line above that belongs to it, where there is one. */
  readonly text: string;
  /** The device's name, where the platform's prompts show it. */
  readonly host: string | undefined;
}

const longestPrompt = 300;

/** The prompt that the last line is, perhaps together with the line above; undefined: it is none. */
export function promptAt(platform: Platform, line: string, above: string): Prompt | undefined {
  if (line === '' || line.length > longestPrompt) return undefined;
  const both = `${above}\n${line}`;
  for (const [mode, { prompt }] of Object.entries(platform.modes)) {
    const match = (prompt.source.includes('\\n') ? prompt.exec(both) : null) ?? prompt.exec(line);
    if (match) return { mode, text: match[0], host: match.groups?.['host'] };
  }
  return undefined;
}

/** One step on the way between two modes. */
export interface ModeStep {
  readonly step: Step;
  /** Where it should lead; leaving may take several steps of the same kind, or go further up at once. */
  readonly isEntering: boolean;
}

/** The next step from one mode to another; undefined: there is no way. */
export function nextStep(platform: Platform, from: string, to: string): ModeStep | undefined {
  const way = ancestors(platform, to);
  const below = way[way.indexOf(from) - 1];
  if (way.includes(from) && below !== undefined) {
    const step = modeOf(platform, below)?.enter;
    return step && { step, isEntering: true };
  }
  const step = modeOf(platform, from)?.leave;
  return step && { step, isEntering: false };
}

/** The mode and those above it, from the bottom up. */
function ancestors(platform: Platform, mode: string): readonly string[] {
  const way: string[] = [];
  for (
    let at: string | undefined = mode;
    at !== undefined && !way.includes(at);
    at = modeOf(platform, at)?.parent
  )
    way.push(at);
  return way;
}

function modeOf(platform: Platform, name: string): Mode | undefined {
  return platform.modes[name];
}
