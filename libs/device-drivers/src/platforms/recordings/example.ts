/** What is known of a platform's terminal, for the one test that reads all platforms. */
export interface PlatformExample {
  /** Mode to prompts that are this mode's and no other's; two lines where the prompt has two. */
  readonly pass: Readonly<Record<string, readonly string[]>>;
  /** Last lines that are no prompt. */
  readonly fail: readonly string[];
  /**
   * Answers to commands as the device writes them, echo and prompt included, and what is to be made of them.
   */
  readonly answers: readonly {
    readonly typed: string;
    readonly answer: string;
    readonly output: string;
    readonly refused: boolean;
  }[];
  /** The device's words after a configuration line: refused ones, and notices of lines it has taken. */
  readonly config: { readonly refused: readonly string[]; readonly accepted: readonly string[] };
}
