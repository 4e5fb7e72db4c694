import { asksForNewPassword } from '../dialogue/new-password.js';

/** Methods of SSH authentication that are tried, by their names in SSH. */
type Method = 'none' | 'password' | 'keyboard-interactive';

/** Logs in with a user name and a password: each method once. */
export class Authentication {
  readonly #password: string;
  readonly #methods: Method[];
  #isPasswordSent = false;

  constructor(password: string, isOpenLogin: boolean) {
    this.#password = password;
    this.#methods = [...(isOpenLogin ? (['none'] as const) : []), 'password', 'keyboard-interactive'];
  }

  /** Whether the device has got the password. */
  get isPasswordSent(): boolean {
    return this.#isPasswordSent;
  }

  /** The next method; false: all were tried. */
  next(): Method | false {
    const method = this.#methods.shift() ?? false;
    if (method === 'password') this.#isPasswordSent = true;
    return method;
  }

  /**
   * Answers the questions of keyboard-interactive; undefined: the device asks for a new password. Many devices
   * send an empty question for the password.
   */
  answers(prompts: readonly string[]): string[] | undefined {
    if (prompts.some(asksForNewPassword)) return undefined;
    return prompts.map((prompt) => {
      const isAsked = /pass/i.test(prompt) || prompt.trim() === '';
      if (isAsked) this.#isPasswordSent = true;
      return isAsked ? this.#password : '';
    });
  }
}
