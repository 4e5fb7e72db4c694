import { setTimeout as delay } from 'node:timers/promises';
import { answerLine, modeNamed } from './answer-line.js';
import { readLine } from './line-editor.js';
import { labBlocks, labLine } from '../config/numbered-lines.js';
import { printPaged } from './pager.js';
import type { Effects, Question, Reply, Scene } from '../personalities/personality.js';
import type { ShellHost } from './shell-host.js';
import { TerminalInput } from './terminal-input.js';
import { type Sink, TerminalOutput } from './terminal-output.js';

/** One session on a device's command line: reads lines and answers them until either side closes. */
export class Shell {
  readonly input = new TerminalInput();
  readonly #host: ShellHost;
  readonly #output: TerminalOutput;
  readonly #session: number;
  #mode: string;
  #section: readonly string[] = [];
  #pageLength: number;
  #promptWidth = 0;

  constructor(host: ShellHost, sink: Sink, session: number) {
    this.#host = host;
    this.#output = new TerminalOutput(sink, host.output);
    this.#session = session;
    this.#mode = host.landsIn;
    this.#pageLength = host.paging ? (host.personality.pager?.pageLength ?? 0) : 0;
  }

  /** Ends the session because the client has disconnected. */
  hangUp(): void {
    this.input.close();
    this.#output.close();
  }

  /** Runs the session; resolves when it is over. */
  async run(): Promise<void> {
    const { faults, personality } = this.#host;
    if (faults.hangAtShell) await this.#host.untilReleased();
    this.#output.text(personality.greeting(this.#scene()) + (faults.garbageBeforePrompt ?? ''));
    let line = '';
    do {
      this.#prompt(line);
      await this.#output.flush();
      const typed = await this.#readLine();
      if (typed === undefined) return;
      line = typed.trim();
    } while (line === '' || (await this.#execute(line)));
    await this.#output.flush();
  }

  #prompt(lastLine: string): void {
    const { personality, faults } = this.#host;
    const prompt = modeNamed(personality, this.#mode).prompt(this.#scene());
    this.#promptWidth = prompt.length - prompt.lastIndexOf('\n') - 1;
    this.#output.text((personality.brackets?.before ?? '') + prompt);
    if (faults.noiseAfterCommand && faults.noiseAfterCommand[0] === lastLine)
      this.#output.text(faults.noiseAfterCommand[1]);
  }

  async #readLine(): Promise<string | undefined> {
    const { personality } = this.#host;
    const { endKey } = modeNamed(personality, this.#mode);
    const line = await readLine(this.input, this.#output, { echo: true, endKey });
    if (line === undefined) return undefined;
    this.#output.text(personality.brackets?.after ?? '');
    this.#record(this.#mode, line);
    return line;
  }

  /** Executes a line; false: the session ends. */
  async #execute(line: string): Promise<boolean> {
    const { faults, latencyMs } = this.#host;
    if (line === faults.dropOnCommand) return this.#cut();
    if (line === faults.hangOnCommand) {
      await this.#output.flush();
      await this.#host.untilReleased();
    }
    if (latencyMs > 0) {
      await this.#output.flush();
      await delay(latencyMs);
    }
    const reply = (await this.#customAnswer(line)) ?? answerLine(this.#host.personality, this.#scene(), line);
    const effects = typeof reply === 'string' ? { text: reply } : reply;
    if (line !== faults.cutOnCommand) return this.#perform(effects, line);
    this.#output.text((effects.text ?? '').slice(0, Math.ceil((effects.text ?? '').length / 2)));
    await this.#output.flush();
    return this.#cut();
  }

  async #customAnswer(line: string): Promise<string | undefined> {
    const found = this.#host.answerTo(line);
    if (!found) return undefined;
    if (typeof found.answer === 'string') return found.answer;
    // The typed line is echoed before the answer, even if that is slow.
    await this.#output.flush();
    const { hostname } = this.#host;
    return found.answer({
      command: line,
      rest: found.rest,
      hostname,
      mode: this.#mode,
      session: this.#session,
    });
  }

  #cut(): false {
    this.#host.cut(this.#session);
    return false;
  }

  async #perform(effects: Effects, line: string): Promise<boolean> {
    const { personality, refusePagingOff } = this.#host;
    if (effects.fault)
      this.#output.text(personality.refuse(effects.fault, line, this.#promptWidth + effects.fault.at));
    if (effects.pageLength !== undefined && !refusePagingOff) this.#pageLength = effects.pageLength;
    const isOpen = await this.#print(effects, line.includes('| no-more') ? 0 : this.#pageLength);
    if (!isOpen) return false;
    this.#mode = effects.mode ?? this.#mode;
    this.#section = effects.section ?? this.#section;
    if (effects.close) return false;
    return effects.ask ? this.#ask(effects.ask) : true;
  }

  async #print({ text, labLines = 0 }: Effects, pageLength: number): Promise<boolean> {
    const { pager } = this.#host.personality;
    const lines = text === undefined || text === '' ? [] : text.replace(/\n$/, '').split('\n');
    if (pager && pageLength > 0 && lines.length + labLines >= pageLength) {
      return printPaged(
        linesOf(lines, labLines),
        { ...pager, pageLength },
        { input: this.input, output: this.#output },
      );
    }
    if (lines.length > 0) this.#output.text(`${lines.join('\n')}\n`);
    for (const block of labBlocks(labLines)) await this.#output.write(block);
    return true;
  }

  async #ask(question: Question): Promise<boolean> {
    this.#output.text(question.prompt);
    await this.#output.flush();
    const typed = question.key
      ? await this.input.key()
      : await readLine(this.input, this.#output, { echo: question.secret !== true });
    if (typed === undefined) return false;
    if (question.key) this.#output.text('\n');
    this.#record(question.secret ? 'secret' : this.#mode, typed);
    const reply: Reply = question.answer(typed);
    return this.#perform(typeof reply === 'string' ? { text: reply } : reply, typed);
  }

  #record(mode: string, line: string): void {
    this.#host.record({ session: this.#session, mode, line, at: Date.now() });
  }

  #scene(): Scene {
    const { hostname, username, password, enable, config, promptLine } = this.#host;
    return {
      hostname,
      username,
      password,
      enable,
      config,
      promptLine,
      mode: this.#mode,
      section: this.#section,
    };
  }
}

function* linesOf(lines: readonly string[], labLines: number): Generator<string> {
  yield* lines;
  for (let index = 0; index < labLines; index++) yield labLine(index);
}
