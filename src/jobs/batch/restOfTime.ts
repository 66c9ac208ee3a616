/** What is left to a task of its time, and whether that is enough for another piece of work. */
export class RestOfTime {
  #end: number;
  #isWarned = false;
  #estimated = 0;
  #taken = 0;

  /**
   * @param seconds until the end
   * @param now seconds by a clock that only goes on
   */
  constructor(
    seconds: number,
    readonly now: () => number = () => performance.now() / 1000,
  ) {
    this.#end = this.now() + seconds;
  }

  /** The batch system says that so many seconds are left, at least. */
  warn(seconds: number): void {
    this.#isWarned = true;
    this.#end = Math.min(this.#end, this.now() + seconds);
  }

  /** Whether a piece that is thought to take so many seconds on one thread is done in time. */
  isEnoughFor(seconds: number | undefined): boolean {
    if (seconds === undefined) return !this.#isWarned && this.now() < this.#end;
    return this.now() + seconds * this.#pace < this.#end;
  }

  /** Learns how long pieces really take here. */
  took(seconds: number, estimated: number | undefined): void {
    if (estimated === undefined) return;
    this.#taken += seconds;
    this.#estimated += estimated;
  }

  /** A fifth more than on average so far; the estimate itself at first. */
  get #pace(): number {
    return this.#estimated === 0 ? 1 : (1.2 * this.#taken) / this.#estimated;
  }
}
