import type { CommandTable, LineFault } from '../shell/command-table.js';
import type { DeviceConfig } from '../config/device-config.js';

/** What a personality may know of the device it plays and of the session it answers in. */
export interface Scene {
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  /** The enable secret; null: enabling asks nothing. */
  readonly enable: string | null;
  readonly config: DeviceConfig;
  readonly mode: string;
  /** Where in the configuration the session stands: a section header, or the words of Junos' `edit`. */
  readonly section: readonly string[];
  /** Line above the prompt, such as Junos' `{master:0}`; empty: none. */
  readonly promptLine: string;
}

/** One typed command, as the action that answers it sees it. */
export interface Call extends Scene {
  readonly line: string;
  /** The line with its abbreviations written out. */
  readonly full: string;
  readonly args: readonly string[];
  /** What stood behind `|` characters, in order. */
  readonly pipes: readonly string[];
}

/** A question the device asks before it goes on. */
export interface Question {
  readonly prompt: string;
  /** Typed text is not shown, and is recorded as a secret. */
  readonly secret?: boolean;
  /** One key answers, no Enter (as `[confirm]`). */
  readonly key?: boolean;
  readonly answer: (text: string) => Reply;
}

/** What a command does, besides its text. */
export interface Effects {
  /** Printed first; `\n` line ends become the terminal's CR LF, and a missing last one is added. */
  readonly text?: string;
  /** Prints this many numbered lines of 79 characters (see labLine). */
  readonly labLines?: number;
  readonly mode?: string;
  readonly section?: readonly string[];
  readonly ask?: Question;
  /** Lines on a page from now on; 0 switches the pager off. */
  readonly pageLength?: number;
  /** Ends the session after the text. */
  readonly close?: true;
  /** Answers as another mode would, without going there (`do show ...`, `run show ...`). */
  readonly runIn?: { readonly mode: string; readonly line: string };
  /** The line is refused as the platform refuses lines. */
  readonly fault?: LineFault;
}

/** The answer to a line: only text, or text and effects. */
export type Reply = string | Effects;

/** A fixed text, or a function that looks at the call. */
export type Action = string | ((call: Call) => Reply);

/** One mode of the command line: its prompt and its commands. */
export interface Mode {
  readonly prompt: (scene: Scene) => string;
  readonly commands: CommandTable<Action>;
  /** Takes a line that no command matches; undefined: it is refused. */
  readonly otherwise?: (call: Call) => Reply | undefined;
  /** What Ctrl-Z (IOS) or Ctrl-D (shells) stands for here. */
  readonly endKey?: { readonly key: string; readonly line: string };
}

/** How a full page is held, and how the pager's prompt is wiped when a key comes. */
export interface Pager {
  readonly prompt: string;
  readonly erase: string;
  /** Lines on a page until a command changes it. */
  readonly pageLength: number;
}

/** A device's behaviour as data; one file each under personalities/. */
export interface Personality {
  readonly name: string;
  /** The software part of the SSH identification, such as `Cisco-1.25`. */
  readonly ident: string;
  readonly landsIn: string;
  readonly modes: Readonly<Record<string, Mode>>;
  /** Printed once, before the first prompt. */
  readonly greeting: (scene: Scene) => string;
  /** How a line is refused. `column` is the caret's column on the terminal, the prompt counted. */
  readonly refuse: (fault: LineFault, line: string, column: number) => string;
  readonly pager: Pager | null;
  /** The lines whose answers `|` filters, as on network devices; null: the shell sees the whole line. */
  readonly filters: RegExp | null;
  /** Sent around the reading of a line, as bash does with bracketed paste. */
  readonly brackets?: { readonly before: string; readonly after: string };
  readonly initialConfig: (hostname: string) => readonly string[];
  /** The line of the running configuration that names the device; its first group is the name. */
  readonly hostnameLine: RegExp;
}
