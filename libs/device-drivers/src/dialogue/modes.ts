import type { Mode, Platform, Step } from '../platform.js';

/** A prompt on the screen. */
export interface Prompt {
  readonly mode: string;
  /** Includes the line above if that belongs to the prompt. */
  readonly text: string;
  /** The device's name; undefined: the prompt does not show it. */
  readonly host: string | undefined;
}

/** Maximum length of a prompt's last line, in characters. */
const maxPromptLength = 300;

/** The prompt on the last line, perhaps with the line above; undefined: the last line is not a prompt. */
export function promptAt(platform: Platform, line: string, above: string): Prompt | undefined {
  if (line === '' || line.length > maxPromptLength) return undefined;
  const both = `${above}\n${line}`;
  for (const [mode, { prompt, promptLines }] of Object.entries(platform.modes)) {
    const match = (promptLines === 2 ? prompt.exec(both) : null) ?? prompt.exec(line);
    if (match) return { mode, text: match[0], host: match.groups?.['host'] };
  }
  return undefined;
}

/** One step between two modes. */
export interface ModeStep {
  readonly step: Step;
  /** True: the step enters the next mode. False: it leaves one or more levels, perhaps not all of them. */
  readonly isEntering: boolean;
}

/** The next step from one mode to another; undefined: there is no way. */
export function nextStep(platform: Platform, from: string, to: string): ModeStep | undefined {
  const path = withAncestors(platform, to);
  const below = path[path.indexOf(from) - 1];
  if (path.includes(from) && below !== undefined) {
    const step = modeOf(platform, below)?.enter;
    return step && { step, isEntering: true };
  }
  const step = modeOf(platform, from)?.leave;
  return step && { step, isEntering: false };
}

/** The mode and its ancestors, from the bottom up. */
function withAncestors(platform: Platform, mode: string): readonly string[] {
  const path: string[] = [];
  let next: string | undefined = mode;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = modeOf(platform, next)?.parent;
  }
  return path;
}

function modeOf(platform: Platform, name: string): Mode | undefined {
  return platform.modes[name];
}
