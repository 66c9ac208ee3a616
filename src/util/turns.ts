import { setImmediate } from "node:timers/promises";

const millisecondsBetweenTurns = 1000;

/** Gives timers and signals their turn now and then, in work that only waits for itself. */
export class Turns {
  #last = performance.now();

  /** Waits for them when the last time is a second ago. */
  async give(): Promise<void> {
    if (performance.now() - this.#last < millisecondsBetweenTurns) return;
    await setImmediate();
    this.#last = performance.now();
  }
}
