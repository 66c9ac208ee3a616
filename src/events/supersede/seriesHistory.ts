/** From this running number on the series went on at `step`: what came before with no lower step is superseded. */
export interface Return {
  readonly order: number;
  readonly step: number;
}

/** Steps from `step` on come out of order until the value with the running number `until`. */
interface Disorder {
  until: number;
  step: number;
}

/** What the values of one series (a tag's scalars, its texts, ...) say about what replaces what. */
export class SeriesHistory {
  /** Values noted. */
  logged = 0;
  lastStep = -Infinity;
  lastOrder = -1;
  /** Step of the value before the last; Infinity when it is not known any more. */
  stepBefore = -Infinity;
  /** The greatest step that may still stand. */
  maxStep = -Infinity;
  /** Index of the last file with values of it; -1 before the first value. */
  segment = -1;
  /** When the files with values of it had ended, the last one left out. */
  ended = -Infinity;
  /** Of pictures and sounds: running number of the last value of each step. */
  readonly orderOfStep = new Map<number, number>();
  readonly returns: Return[] = [];
  /** Returns that all values asked about lie behind. */
  passed = 0;
  passedSessions = 0;
  private readonly disorders: Disorder[] = [];
  private passedDisorders = 0;
  private isInDisorder = false;

  /** The series goes on at this step. */
  return(order: number, step: number): void {
    goBack(this.returns, { order, step });
    this.maxStep = Math.min(this.maxStep, below(step));
  }

  /** Notes the step of a value that no restart is; false when it comes out of order. */
  proceed(order: number, step: number): boolean {
    if (step > this.maxStep) {
      this.maxStep = step;
      if (this.isInDisorder) this.disorders.at(-1)!.until = order;
      this.isInDisorder = false;
      return true;
    }
    const { disorders } = this;
    let least = step;
    if (this.isInDisorder) least = Math.min(least, disorders.pop()!.step);
    while (disorders.length > 0 && disorders.at(-1)!.step >= least) disorders.pop();
    disorders.push({ until: Infinity, step: least });
    this.isInDisorder = true;
    return false;
  }

  /** Whether steps ever came out of order. */
  get isDisordered(): boolean {
    return this.disorders.length > 0;
  }

  /** The least step that may still come after the value `order`, as far as steps come out of order. */
  leastStepAfter(order: number): number {
    const { disorders } = this;
    while (
      this.passedDisorders < disorders.length &&
      disorders[this.passedDisorders].until <= order
    ) {
      this.passedDisorders++;
    }
    return disorders[this.passedDisorders]?.step ?? Infinity;
  }
}

/** Keeps only returns that later ones do not outdo, so that the next one is always the farthest back. */
export function goBack(returns: Return[], next: Return): void {
  while (returns.length > 0 && returns.at(-1)!.step >= next.step) returns.pop();
  returns.push(next);
}

/** Index of the first return that lies behind the running number `order`. */
export function skipUpTo(order: number, returns: readonly Return[], from: number): number {
  let index = from;
  while (index < returns.length && returns[index].order <= order) index++;
  return index;
}

/** The next number below a step, whole where steps are. */
export function below(step: number): number {
  return Number.isSafeInteger(step) ? step - 1 : step - Math.abs(step) * 2 ** -52;
}
