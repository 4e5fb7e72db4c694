/** What to do when trouble begins, and when it is over. */
export interface TroubleActions {
  readonly onBegin: (cause: unknown) => void;
  readonly onEnd: () => void;
}

/** Reports trouble once when it begins and once when it is over, however often it is set. */
export class Trouble {
  readonly #actions: TroubleActions;
  #isOn = false;

  constructor(actions: TroubleActions) {
    this.#actions = actions;
  }

  readonly begin = (cause?: unknown): void => {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#actions.onBegin(cause);
  };

  readonly end = (): void => {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#actions.onEnd();
  };

  /** Begins or ends the trouble. */
  set(isOn: boolean): void {
    if (isOn) this.begin();
    else this.end();
  }
}
