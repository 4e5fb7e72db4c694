import { DriverError } from './errors.js';
import { ModeVisit, quoted } from './mode-visit.js';
import type { CommitOptions, ConfigOptions, OperationOptions, Transcript } from './options.js';
import type { Dialogue } from './dialogue/dialogue.js';
import type { ReadLimits } from './dialogue/reading.js';
import { refusalIn } from './dialogue/refusal.js';
import { aborted } from './dialogue/terminal.js';

const limitsOf = ({ readTimeoutMs = 30_000, signal }: OperationOptions): ReadLimits => ({
  timeoutMs: readTimeoutMs,
  signal,
});

/** Types configuration lines in configuration mode, and leaves it. See Connection.sendConfig. */
export async function pushConfig(
  dialogue: Dialogue,
  lines: readonly string[],
  options: ConfigOptions,
): Promise<Transcript> {
  const visit = new ModeVisit(dialogue, limitsOf(options));
  await visit.enter(dialogue.platform.configMode ?? '');
  let isText = false;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    visit.line = number;
    try {
      options.beforeLine?.(number);
    } catch (error) {
      dialogue.terminal.fail(aborted(error));
      throw new DriverError('ABORTED', 'The operation was aborted.', {
        cause: error,
        line: number,
        output: visit.transcript,
      });
    }
    const answer = await visit.type({ send: line }, isText);
    const reason = isText ? undefined : refusalIn(answer.output, dialogue.platform.refusals.config);
    if (reason !== undefined) throw await visit.refused(line, { reason, total: lines.length });
    isText = answer.isTextEntry;
  }
  return visit.leave();
}

/** Applies the candidate. See Connection.commit. */
export async function commitCandidate(dialogue: Dialogue, options: CommitOptions): Promise<Transcript> {
  const { commit } = dialogue.platform;
  if (!commit) throw new Error('the platform has no commit');
  const visit = new ModeVisit(dialogue, limitsOf(options));
  await visit.enter(commit.mode);
  const { comment } = options;
  const withComment =
    comment === undefined
      ? undefined
      : commit.sendWithComment?.replace('{comment}', comment.replaceAll('"', "'").replace(/\s+/g, ' '));
  const answer = await visit.type({
    send: withComment ?? commit.send,
    ...(commit.questions && { questions: commit.questions }),
  });
  const failure = commit.failure?.exec(answer.output)?.[0];
  if (failure === undefined && commit.success.test(answer.output)) return visit.leave();
  throw await visit.failed(
    `The device did not commit the configuration: ${quoted(failure ?? answer.output)}.`,
  );
}

/** Copies the running configuration to the startup configuration. See Connection.save. */
export async function saveConfig(dialogue: Dialogue, options: OperationOptions): Promise<Transcript> {
  const { save, commandMode, refusals } = dialogue.platform;
  if (!save) throw new Error('the platform has no save');
  const visit = new ModeVisit(dialogue, limitsOf(options));
  await visit.enter(save.mode ?? commandMode);
  let output = '';
  for (const step of save.steps) {
    const answer = await visit.type(step);
    output += `${answer.output}\n`;
    const failure = save.failure?.exec(answer.output)?.[0] ?? refusalIn(answer.output, refusals.command);
    if (failure !== undefined)
      throw await visit.failed(`The device did not save its configuration: ${quoted(failure)}.`);
  }
  if (save.success && !save.success.test(output)) {
    throw await visit.failed(
      `The device did not confirm that it saved its configuration: ${quoted(output)}.`,
    );
  }
  return visit.leave();
}
