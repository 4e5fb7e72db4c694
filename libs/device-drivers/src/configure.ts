import { DriverError } from './errors.js';
import type { CommitOptions, ConfigOptions, OperationOptions, Transcript } from './options.js';
import type { Step } from './platform.js';
import { refusalIn } from './dialogue/refusal.js';
import { joined, type Answer, type Session } from './dialogue/session.js';
import type { ReadLimits } from './dialogue/reading.js';
import { aborted } from './dialogue/terminal.js';

const limitsOf = ({ readTimeoutMs = 30_000, signal }: OperationOptions): ReadLimits => ({
  timeoutMs: readTimeoutMs,
  signal,
});

/** Types configuration lines in configuration mode, and leaves it. See Connection.sendConfig. */
export async function pushConfig(
  session: Session,
  lines: readonly string[],
  options: ConfigOptions,
): Promise<Transcript> {
  const push = new Push(session, limitsOf(options));
  await push.enter(session.platform.configMode ?? '');
  let isText = false;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    push.line = number;
    try {
      options.beforeLine?.(number);
    } catch (error) {
      session.terminal.fail(aborted(error));
      throw new DriverError('ABORTED', 'The operation was aborted.', {
        cause: error,
        line: number,
        output: push.said,
      });
    }
    const answer = await push.type({ send: line }, isText);
    const reason = isText ? undefined : refusalIn(answer.words, session.platform.refusals.config);
    if (reason !== undefined) throw await push.refused(line, { reason, total: lines.length });
    isText = answer.isTextEntry;
  }
  return push.leave();
}

/** Applies the candidate. See Connection.commit. */
export async function commitCandidate(session: Session, options: CommitOptions): Promise<Transcript> {
  const { commit } = session.platform;
  if (!commit) throw new Error('the platform has no commit');
  const push = new Push(session, limitsOf(options));
  await push.enter(commit.mode);
  const { comment } = options;
  const withComment =
    comment === undefined
      ? undefined
      : commit.sendWithComment?.replace('{comment}', comment.replaceAll('"', "'").replace(/\s+/g, ' '));
  const answer = await push.type({
    send: withComment ?? commit.send,
    ...(commit.questions && { questions: commit.questions }),
  });
  const failure = commit.failure?.exec(answer.words)?.[0];
  if (failure === undefined && commit.success.test(answer.words)) return push.leave();
  throw await push.failed(`The device did not commit the configuration: ${quoted(failure ?? answer.words)}.`);
}

/** Makes the running configuration survive a restart. See Connection.save. */
export async function saveConfig(session: Session, options: OperationOptions): Promise<Transcript> {
  const { save, commandMode, refusals } = session.platform;
  if (!save) throw new Error('the platform has no save');
  const push = new Push(session, limitsOf(options));
  await push.enter(save.mode ?? commandMode);
  let words = '';
  for (const step of save.steps) {
    const answer = await push.type(step);
    words += `${answer.words}\n`;
    const failure = save.failure?.exec(answer.words)?.[0] ?? refusalIn(answer.words, refusals.command);
    if (failure !== undefined)
      throw await push.failed(`The device did not save its configuration: ${quoted(failure)}.`);
  }
  if (save.success && !save.success.test(words))
    throw await push.failed(`The device did not say that it has saved its configuration: ${quoted(words)}.`);
  return push.leave();
}

/** One stay in a mode, with all that was said in it. */
class Push {
  readonly #session: Session;
  readonly #limits: ReadLimits;
  /** Number of the line that is being sent. */
  line: number | undefined;
  said = '';

  constructor(session: Session, limits: ReadLimits) {
    this.#session = session;
    this.#limits = limits;
  }

  async enter(mode: string): Promise<void> {
    this.said = await this.#told(() => this.#session.goTo(mode, this.#limits));
  }

  async type(step: Step, isText = false): Promise<Answer> {
    const { textEntry } = this.#session.platform;
    const answer = await this.#told(() =>
      this.#session.send(step.send, { ...this.#limits, questions: step.questions, textEntry, isText }),
    );
    this.said = joined(this.said, answer.text);
    return answer;
  }

  async leave(): Promise<Transcript> {
    const { commandMode } = this.#session.platform;
    this.said = joined(this.said, await this.#told(() => this.#session.goTo(commandMode, this.#limits)));
    return { output: this.#session.terminal.mask(this.said) };
  }

  /** Throws the candidate away, leaves, and makes the error. */
  async failed(
    message: string,
    facts: { readonly line?: number; readonly cause?: unknown } = {},
  ): Promise<DriverError> {
    const { discard, configMode } = this.#session.platform;
    if (discard !== undefined && this.#session.prompt?.mode === configMode)
      await this.type({ send: discard });
    const { output } = await this.leave();
    return new DriverError('CONFIG_REJECTED', this.#session.terminal.mask(message), { ...facts, output });
  }

  refused(
    line: string,
    { reason, total }: { readonly reason: string; readonly total: number },
  ): Promise<DriverError> {
    const message =
      `The device refused line ${String(this.line)} of ${String(total)}: ` +
      `${quoted(withoutWordsOf(line, reason))}. Nothing after it was sent.`;
    return this.failed(message, { line: this.line ?? 0, cause: new Error(`refused: ${line}`) });
  }

  /** Adds to an error where it happened, and what had been said by then. */
  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      const { mask, screen } = this.#session.terminal;
      const line = this.line === undefined ? {} : { line: this.line };
      throw new DriverError(error.code, error.message, {
        cause: error.cause ?? error,
        ...line,
        output: mask(joined(this.said, screen.text)),
      });
    }
  }
}

/** A configuration line can hold a secret, and devices repeat what they refuse: only its first word stays. */
function withoutWordsOf(line: string, reason: string): string {
  const secrets = line
    .split(/\s+/)
    .slice(1)
    .filter((word) => word.length > 2);
  return secrets
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, '…'), reason);
}

function quoted(words: string): string {
  const text = words.trim().replace(/\s+/g, ' ');
  return `"${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`;
}
