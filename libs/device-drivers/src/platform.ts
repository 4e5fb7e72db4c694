/** Which of the caller's credentials a question asks for. */
export type Credential = 'username' | 'password' | 'enable';

/**
 * A question a device asks, and what is typed in reply. `expect` is tested against the last line as far as it
 * has been received, so it ends in `$`. A credential is typed only in reply to such a question.
 */
export type Question =
  | {
      readonly expect: RegExp;
      readonly answer: string;
      /** The answer is one key, sent without Enter. */
      readonly key?: true;
    }
  | { readonly expect: RegExp; readonly credential: Credential };

/** A line to send, with the questions the device may ask; each is answered once. */
export interface Step {
  readonly send: string;
  readonly questions?: readonly Question[];
}

/**
 * One mode of a command line (the vendors' "privilege level" or "view"). Modes form a tree, so there is one
 * way from any mode to any other: leave up to the common parent, then enter down.
 */
export interface Mode<Name extends string = string> {
  /**
   * The whole prompt, anchored at both ends, tested against the last line. A group named `host` is the
   * device's name: a prompt with another name is accepted only after 250 ms of silence.
   */
  readonly prompt: RegExp;
  /**
   * 2: the line above can belong to the prompt, so `prompt` is tested against the last two lines, joined by
   * `\n`, before it is tested against the last line alone. Default: 1.
   */
  readonly promptLines?: 1 | 2;
  readonly parent?: NoInfer<Name>;
  /** From the parent into this mode. Absent: the driver never enters this mode. */
  readonly enter?: Step;
  /** From this mode towards the parent, one or more levels at a time. */
  readonly leave?: Step;
}

/** A line sent after login. A refusal is harmless: pages are turned and wrapped lines joined in any case. */
export interface SetupLine<Name extends string = string> {
  readonly send: string;
  /** Mode in which it is typed. Default: the command mode. */
  readonly mode?: NoInfer<Name>;
}

/** How to copy the running configuration to the startup configuration. */
export interface Save<Name extends string = string> {
  /** Mode in which it is typed. Default: the command mode. */
  readonly mode?: NoInfer<Name>;
  readonly steps: readonly Step[];
  /** Must occur in the answer. */
  readonly success?: RegExp;
  /** Must not occur in the answer; the platform's refusals are tested as well. */
  readonly failure?: RegExp;
}

/** How to apply a candidate configuration. */
export interface Commit<Name extends string = string> extends Step {
  readonly mode: NoInfer<Name>;
  /**
   * The line to send when there is a comment, which replaces `{comment}`; double quotes in the comment become
   * single ones.
   */
  readonly sendWithComment?: string;
  readonly success: RegExp;
  readonly failure?: RegExp;
}

/** Everything the engine knows about one kind of device. */
export interface Platform<Name extends string = string> {
  /** Netmiko's name for it. */
  readonly name: string;
  /** Platforms of one family share data, such as those of `cisco`. */
  readonly family: string;
  readonly modes: Readonly<Record<Name, Mode<Name>>>;
  /** Where commands are run; a connection is in this mode between operations. */
  readonly commandMode: NoInfer<Name>;
  /** Where configuration lines are typed. Absent: the platform cannot be configured. */
  readonly configMode?: NoInfer<Name>;
  /** Questions between login and the first prompt. */
  readonly loginQuestions?: readonly Question[];
  /** True: a silent device is not woken with Enter, because Enter would answer a splash screen. */
  readonly isSilentStart?: true;
  readonly onOpen: readonly SetupLine<Name>[];
  /** The line that logs out. */
  readonly onClose: string;
  /** The pager's own prompt, at the end of a line, and the key for the next page. */
  readonly pager?: { readonly prompt: RegExp; readonly key: string };
  /** Announces that the text of a configuration line continues on further lines, without a prompt. */
  readonly textEntry?: RegExp;
  readonly refusals: {
    /** The device did not accept a command; must not match the beginning of any listing. */
    readonly command: readonly RegExp[];
    /** The device did not accept a configuration line. */
    readonly config: readonly RegExp[];
  };
  readonly save?: Save<Name>;
  readonly commit?: Commit<Name>;
  /** The configuration line that discards the candidate. */
  readonly discard?: string;
  /** The terminal to request. Default: `vt100`, 511 columns, 1000 rows. */
  readonly terminal?: { readonly type: string; readonly columns: number; readonly rows: number };
  /** What Enter sends. Default: `\n`. */
  readonly newline?: '\n' | '\r' | '\r\n';
  /** True: SSH's method `none` is tried first, because the device asks for credentials in the terminal. */
  readonly isOpenLogin?: true;
  readonly quirks?: {
    /** The name to log in with. */
    readonly username?: (username: string) => string;
  };
}

/** What Enter sends. */
export function newlineOf({ newline = '\n' }: Platform): string {
  return newline;
}

/** Checks at compile time that every mode a platform names exists. */
export function definePlatform<Name extends string>(platform: Platform<Name>): Platform {
  return platform;
}
