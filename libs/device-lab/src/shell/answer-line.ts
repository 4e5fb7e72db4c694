import { lookUp } from './command-table.js';
import { filterText, splitPipes } from './filters.js';
import type { Call, Mode, Personality, Reply, Scene } from '../personalities/personality.js';

/**
 * Answers one line as the personality does in the scene's mode. Pure, except that commands may change the
 * configuration.
 */
export function answerLine(personality: Personality, scene: Scene, line: string): Reply {
  const mode = modeNamed(personality, scene.mode);
  const { command, pipes } = personality.filters?.test(line)
    ? splitPipes(line)
    : { command: line, pipes: [] };
  const match = lookUp(mode.commands, command);
  const call: Call = {
    ...scene,
    line: command,
    pipes,
    full: match.full,
    args: 'args' in match ? match.args : [],
  };
  const reply = replyOf('entry' in match ? match.entry : mode.otherwise, call);
  if (reply === undefined) return 'fault' in match ? { fault: match.fault } : '';
  if (typeof reply !== 'string' && reply.runIn)
    return answerElsewhere(personality, scene, { line, to: reply.runIn });
  return filtered(reply, pipes);
}

/** Looks a mode up by name; throws if the personality does not have it. */
export function modeNamed(personality: Personality, name: string): Mode {
  const mode = personality.modes[name];
  if (!mode) {
    throw new Error(
      `${personality.name} has no mode ${name}; it has ${Object.keys(personality.modes).join(', ')}`,
    );
  }
  return mode;
}

function replyOf(
  action: string | ((call: Call) => Reply | undefined) | undefined,
  call: Call,
): Reply | undefined {
  return typeof action === 'function' ? action(call) : action;
}

function answerElsewhere(
  personality: Personality,
  scene: Scene,
  { line, to }: { readonly line: string; readonly to: { readonly mode: string; readonly line: string } },
): Reply {
  // The caret of a refusal must point into the line as it was typed.
  const shift = line.length - to.line.length;
  const pipesOfLine = line.includes(' | ') ? line.slice(line.indexOf(' | ')) : '';
  const reply = answerLine(personality, { ...scene, mode: to.mode }, to.line + pipesOfLine);
  if (typeof reply === 'string' || !reply.fault) return reply;
  return { ...reply, fault: { ...reply.fault, at: reply.fault.at + shift + pipesOfLine.length } };
}

function filtered(reply: Reply, pipes: readonly string[]): Reply {
  if (pipes.length === 0) return reply;
  if (typeof reply === 'string') return filterText(reply, pipes);
  return reply.text === undefined ? reply : { ...reply, text: filterText(reply.text, pipes) };
}
