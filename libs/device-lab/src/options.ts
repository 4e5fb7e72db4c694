import type { AuthMethod, SshAlgorithms } from './server/ssh-server.js';
import type { OutputStyle } from './shell/terminal-output.js';

/** Argument of a function that answers a custom command. */
export interface CommandArgument {
  readonly command: string;
  /** The text in place of the `*`, for a command that ends in ` *`; otherwise empty. */
  readonly rest: string;
  readonly hostname: string;
  readonly mode: string;
  readonly session: number;
}

/** An answer to a custom command: a text, or a function that returns it, perhaps as a promise. */
export type CommandAnswer = string | ((argument: CommandArgument) => string | Promise<string>);

/** Ways in which a device misbehaves. Commands are named by their exact text. */
export interface Faults {
  /** Closes each TCP connection before sending anything, as a device without a free vty line does. */
  readonly closeOnConnect?: boolean;
  /** Never answers an authentication request. */
  readonly hangAtLogin?: boolean;
  /** Closes the connection at a wrong password, as OpenSSH does with `MaxAuthTries 1`. */
  readonly hangUpAtWrongPassword?: boolean;
  /** Demands a new password at a correct login, and waits for it. */
  readonly expiredPassword?: boolean;
  /** Closes the connection right after a correct login. */
  readonly closeAfterLogin?: boolean;
  /** Opens the shell but prints nothing until release(). */
  readonly hangAtShell?: boolean;
  /** Text printed before the first prompt, for example log messages or a banner with a `#`. */
  readonly garbageBeforePrompt?: string;
  /** Cuts the connection when this command arrives. */
  readonly dropOnCommand?: string;
  /** Cuts the connection after the first half of this command's answer. */
  readonly cutOnCommand?: string;
  /** Does not answer this command until release(). */
  readonly hangOnCommand?: string;
  /** [command, text]: prints the text right after the prompt that follows the command, as a log message. */
  readonly noiseAfterCommand?: readonly [string, string];
}

/** Options of startDevice(); all have a default. */
export interface DeviceOptions {
  /** One of personalityNames. Default: `cisco_ios`. */
  readonly personality?: string;
  /** Default: `lab1`. */
  readonly hostname?: string;
  /** Default: `admin`. */
  readonly username?: string;
  /** Default: `lab-password`. */
  readonly password?: string;
  /**
   * The enable secret; null: enabling asks nothing. Linux: a second password that sudo accepts. Default:
   * `lab-enable`.
   */
  readonly enable?: string | null;
  /** Mode after login, such as `exec` or `privilegedExec`. Default: the personality's. */
  readonly landsIn?: string;
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** 0: a free port. Default: 0. */
  readonly port?: number;
  /**
   * Private host key, PEM or OpenSSH; see newHostKey(). Default: one ed25519 key that all devices of the
   * process share.
   */
  readonly hostKey?: string;
  /** Default: `['password', 'keyboard-interactive']`. */
  readonly auth?: readonly AuthMethod[];
  /** Public keys in OpenSSH's one-line form. Default: every key is accepted. */
  readonly authorizedKeys?: readonly string[];
  /** Sent before authentication (SSH banner). */
  readonly banner?: string;
  /** Default: `whole`. */
  readonly output?: OutputStyle;
  /** Milliseconds before each answer. Default: 0. */
  readonly latencyMs?: number;
  /**
   * Custom answers, tried before the personality's own: by exact command, or by a prefix that ends in ` *`.
   */
  readonly commands?: Readonly<Record<string, CommandAnswer>>;
  /** Initial configuration lines. Default: the personality's. */
  readonly config?: readonly string[];
  /**
   * Whether answers stop at full pages until a command switches paging off; no effect on a platform without a
   * pager. Default: true.
   */
  readonly paging?: boolean;
  /** Commands that change the page length are accepted but have no effect. Default: false. */
  readonly refusePagingOff?: boolean;
  /** Line above each prompt, such as Junos' `{master:0}`. */
  readonly promptLine?: string;
  /** Algorithms the server offers, to imitate old devices. Default: modern ones. */
  readonly algorithms?: SshAlgorithms;
  /**
   * Maximum number of connections; further ones are closed at once, as when all vty lines are in use.
   * Default: no limit.
   */
  readonly maxSessions?: number;
  readonly faults?: Faults;
}
