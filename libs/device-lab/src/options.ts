import type { AuthMethod, SshAlgorithms } from './server/ssh-server.js';
import type { OutputStyle } from './shell/terminal-output.js';

/** What a given command's answer may depend on. */
export interface CommandArgument {
  readonly command: string;
  /** What stood for the `*` of a command that ends in one. */
  readonly rest: string;
  readonly hostname: string;
  readonly mode: string;
  readonly session: number;
}

/**
 * An answer to a given command: a text, or a function that makes it (a promise: the device answers when it
 * resolves).
 */
export type CommandAnswer = string | ((argument: CommandArgument) => string | Promise<string>);

/** Ways in which a device misbehaves. Commands are named by their exact text. */
export interface Faults {
  /** Closes each TCP connection before a word is said, as a device without a free line does. */
  readonly closeOnConnect?: boolean;
  /** Never answers an authentication request. */
  readonly hangAtLogin?: boolean;
  /** Closes the connection right after a correct login. */
  readonly closeAfterLogin?: boolean;
  /** Opens the shell but prints nothing, until release(). */
  readonly hangAtShell?: boolean;
  /** Text printed before the first prompt, for example log messages or a banner with a `#`. */
  readonly garbageBeforePrompt?: string;
  /** The connection is cut when this command arrives. */
  readonly dropOnCommand?: string;
  /** The connection is cut after the first half of this command's answer. */
  readonly cutOnCommand?: string;
  /** This command is never answered, until release(). */
  readonly hangOnCommand?: string;
  /**
   * Text that appears right after the prompt that follows this command, as a log message does: [command,
   * text].
   */
  readonly noiseAfterCommand?: readonly [string, string];
}

/** What startDevice() takes; everything has a default. */
export interface DeviceOptions {
  /** One of personalityNames; `cisco_ios` unless named. */
  readonly personality?: string;
  /** `lab1` */
  readonly hostname?: string;
  /** `admin` */
  readonly username?: string;
  /** `lab-password` */
  readonly password?: string;
  /**
   * The enable secret, `lab-enable`; null: enabling asks nothing. Linux: a second password that sudo accepts.
   */
  readonly enable?: string | null;
  /**
   * Mode after login: `exec`, `privilegedExec` or what else the personality has; its own default otherwise.
   */
  readonly landsIn?: string;
  /** `127.0.0.1` */
  readonly host?: string;
  /** 0: a free one. */
  readonly port?: number;
  /**
   * Private host key, PEM or OpenSSH; otherwise one ed25519 key that all devices of the process share. See
   * newHostKey().
   */
  readonly hostKey?: string;
  /** `['password', 'keyboard-interactive']` */
  readonly auth?: readonly AuthMethod[];
  /** Public keys in OpenSSH's one-line form. */
  readonly authorizedKeys?: readonly string[];
  /** Sent before authentication (SSH banner). */
  readonly banner?: string;
  /** `whole` */
  readonly output?: OutputStyle;
  /** Milliseconds before each answer; 0. */
  readonly latencyMs?: number;
  /** Answers beside the personality's own, by exact command text or by a text that ends in ` *`. */
  readonly commands?: Readonly<Record<string, CommandAnswer>>;
  /** Configuration lines the device starts with, instead of the personality's. */
  readonly config?: readonly string[];
  /**
   * Whether answers stop at full pages until a command switches that off; true where the platform has a
   * pager.
   */
  readonly paging?: boolean;
  /** Commands that change the page length are accepted but change nothing. */
  readonly refusePagingOff?: boolean;
  /** Line above each prompt, such as Junos' `{master:0}`. */
  readonly promptLine?: string;
  /** Algorithms the server offers, for old devices; modern ones otherwise. */
  readonly algorithms?: SshAlgorithms;
  /**
   * More connections at once than this are closed at the door, as when all vty lines are in use. No limit
   * otherwise.
   */
  readonly maxSessions?: number;
  readonly faults?: Faults;
}
