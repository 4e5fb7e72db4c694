import type { CommandTable, LineFault } from '../shell/command-table.js';
import type { DeviceConfig } from '../config/device-config.js';

/** The device and the session in which a line is answered. */
export interface Scene {
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  /** The enable secret; null: enabling asks nothing. */
  readonly enable: string | null;
  readonly config: DeviceConfig;
  readonly mode: string;
  /** The session's place in the configuration: a section header, or the words of Junos' `edit`. */
  readonly section: readonly string[];
  /** Line above the prompt, such as Junos' `{master:0}`; empty: no such line. */
  readonly promptLine: string;
}

/** A typed command, as an action receives it. */
export interface Call extends Scene {
  readonly line: string;
  /** The line with its abbreviations expanded. */
  readonly full: string;
  readonly args: readonly string[];
  /** The filters after `|` characters, in order. */
  readonly pipes: readonly string[];
}

/** A question the device asks before it continues. */
export interface Question {
  readonly prompt: string;
  /** The typed text is not shown, and is recorded as a secret. */
  readonly secret?: boolean;
  /** One key without Enter answers it, as at `[confirm]`. */
  readonly key?: boolean;
  readonly answer: (text: string) => Reply;
}

/** The effects of a command, including its text. */
export interface Effects {
  /** Printed first; `\n` becomes CR LF, and a missing last line end is added. */
  readonly text?: string;
  /** Prints this many numbered lines of 79 characters (see labLine). */
  readonly labLines?: number;
  readonly mode?: string;
  readonly section?: readonly string[];
  readonly ask?: Question;
  /** New number of lines per page; 0 switches the pager off. */
  readonly pageLength?: number;
  /** Ends the session after the text. */
  readonly close?: true;
  /** Answers as another mode would, without entering it (`do show ...`, `run show ...`). */
  readonly runIn?: { readonly mode: string; readonly line: string };
  /** The line is refused, in the platform's wording. */
  readonly fault?: LineFault;
}

/** The answer to a line: text only, or text and effects. */
export type Reply = string | Effects;

/** Answers a command: a fixed text, or a function of the call. */
export type Action = string | ((call: Call) => Reply);

/** One mode of the command line: its prompt and its commands. */
export interface Mode {
  readonly prompt: (scene: Scene) => string;
  readonly commands: CommandTable<Action>;
  /** Answers a line that no command matches. Absent, or undefined as its result: the line is refused. */
  readonly otherwise?: (call: Call) => Reply | undefined;
  /** Ctrl-Z (IOS) or Ctrl-D (shells), and the line it replaces. */
  readonly endKey?: { readonly key: string; readonly line: string };
}

/** The pager's prompt at a full page, and the text that erases it after a key. */
export interface Pager {
  readonly prompt: string;
  readonly erase: string;
  /** Lines per page until a command changes it. */
  readonly pageLength: number;
}

/** The behaviour of a device, as data; one file for each in personalities/. */
export interface Personality {
  readonly name: string;
  /** The software part of the SSH identification, such as `Cisco-1.25`. */
  readonly ident: string;
  readonly landsIn: string;
  readonly modes: Readonly<Record<string, Mode>>;
  /** Printed once, before the first prompt. */
  readonly greeting: (scene: Scene) => string;
  /** The text that refuses a line. `column` is the caret's column on the terminal, including the prompt. */
  readonly refuse: (fault: LineFault, line: string, column: number) => string;
  readonly pager: Pager | null;
  /** Matches lines whose answers `|` filters, as on network devices; null: `|` has no meaning. */
  readonly filters: RegExp | null;
  /** Sent before and after a line is read, as bash does for bracketed paste. */
  readonly brackets?: { readonly before: string; readonly after: string };
  readonly initialConfig: (hostname: string) => readonly string[];
  /** Matches the line of the running configuration with the host name, which is the first group. */
  readonly hostnameLine: RegExp;
}
