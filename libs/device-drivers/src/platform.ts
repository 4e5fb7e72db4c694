/** Which of the caller's credentials a question asks for. */
export type Credential = 'username' | 'password' | 'enable';

/**
 * A question a device asks, and what is typed then. `expect` is tested against the device's last line as far
 * as it has come, so it ends in `$`. A credential is typed nowhere but here.
 */
export type Question =
  | { readonly expect: RegExp; readonly answer: string; /** One key, without Enter. */ readonly key?: true }
  | { readonly expect: RegExp; readonly credential: Credential };

/** A line to send, with the questions it may be asked; each is answered once. */
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
   * The whole prompt, anchored at both ends. Tested against the last line; where it contains `\n`, against
   * the last two lines first. A group named `host` is the device's name: a prompt with another name is taken
   * only after a while.
   */
  readonly prompt: RegExp;
  readonly parent?: NoInfer<Name>;
  /** From the parent into this mode; absent in a mode that is never entered on purpose. */
  readonly enter?: Step;
  /** From this mode towards the parent, one or more levels at a time. */
  readonly leave?: Step;
}

/**
 * A line sent after login. That it is refused does no harm: pages are answered and wrapped lines joined
 * anyway.
 */
export interface SetupLine<Name extends string = string> {
  readonly send: string;
  /** Where it is typed; the command mode where it is not given. */
  readonly mode?: NoInfer<Name>;
}

/** How the running configuration is made to survive a restart. */
export interface Save<Name extends string = string> {
  /** Where it is typed; the command mode where it is not given. */
  readonly mode?: NoInfer<Name>;
  readonly steps: readonly Step[];
  /** Must occur in the answer. */
  readonly success?: RegExp;
  /** Must not occur in it, beside the platform's refusals. */
  readonly failure?: RegExp;
}

/** How a candidate configuration is applied. */
export interface Commit<Name extends string = string> extends Step {
  readonly mode: NoInfer<Name>;
  /**
   * The line to send with a comment, which stands for `{comment}`; double quotes in it become single ones.
   */
  readonly sendWithComment?: string;
  readonly success: RegExp;
  readonly failure?: RegExp;
}

/** Everything the engine knows about one kind of device. */
export interface Platform<Name extends string = string> {
  /** Netmiko's name for it. */
  readonly name: string;
  /** What its relatives share, such as `cisco`. */
  readonly family: string;
  readonly modes: Readonly<Record<Name, Mode<Name>>>;
  /** Where commands are run; a session stands here between operations. */
  readonly commandMode: NoInfer<Name>;
  /** Where configuration lines are typed; absent: the platform cannot be configured. */
  readonly configMode?: NoInfer<Name>;
  /** Questions between login and the first prompt. */
  readonly loginQuestions?: readonly Question[];
  /** Never wake a silent device with an Enter: it would answer a splash screen. */
  readonly isSilentStart?: true;
  readonly onOpen: readonly SetupLine<Name>[];
  /** Line that logs out. */
  readonly onClose: string;
  /** The pager's own prompt, at the end of a line, and the key for the next page. */
  readonly pager?: { readonly prompt: RegExp; readonly key: string };
  /** The announcement after which a configuration line's text goes on over several lines without a prompt. */
  readonly textEntry?: RegExp;
  readonly refusals: {
    /** A command was not accepted; safe on the beginning of any listing. */
    readonly command: readonly RegExp[];
    /** A configuration line was not accepted. */
    readonly config: readonly RegExp[];
  };
  readonly save?: Save<Name>;
  readonly commit?: Commit<Name>;
  /** Configuration line that throws the candidate away. */
  readonly discard?: string;
  /** Terminal asked for: `vt100`, 511 columns, 1000 rows. */
  readonly terminal?: { readonly type: string; readonly columns: number; readonly rows: number };
  /** What Enter is; LF. */
  readonly enter?: '\n' | '\r' | '\r\n';
  /** Try SSH's method `none` first: the device asks for credentials inside the terminal. */
  readonly isOpenLogin?: true;
  readonly quirks?: {
    /** The name to log in with. */
    readonly username?: (username: string) => string;
  };
}

/** Checks at compile time that every mode a platform names exists. */
export function definePlatform<Name extends string>(platform: Platform<Name>): Platform {
  return platform;
}
