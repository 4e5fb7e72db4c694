/** Recorded texts of a platform, for the one test that reads all platforms. */
export interface PlatformExample {
  /** Prompts by mode, each of that mode only; a prompt of two lines is written with both. */
  readonly pass: Readonly<Record<string, readonly string[]>>;
  /** Last lines that are not prompts. */
  readonly fail: readonly string[];
  /** Answers to commands as the device writes them, with echo and prompt, and the expected results. */
  readonly answers: readonly {
    readonly typed: string;
    readonly answer: string;
    readonly output: string;
    readonly refused: boolean;
  }[];
  /** The device's output after a configuration line: refusals, and notices on accepted lines. */
  readonly config: { readonly refused: readonly string[]; readonly accepted: readonly string[] };
}
