import { setImmediate } from "node:timers/promises";
import type { RunArray, Session, StepRequest, StepResult } from "./backend.js";

interface Waiting {
  readonly request: StepRequest;
  readonly resolve: (results: readonly StepResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets each run of a session be used as if it had one of its own: steps are made when every run that is
 * still used asks for them, all at once. Runs have to ask for the same steps, as those of one form do.
 */
export class SharedSession {
  private readonly waiting = new Map<number, Waiting>();
  private readonly open: Set<number>;
  /** Evaluations since the last steps, for all runs. */
  private readonly evaluations = new Map<string, Promise<readonly Float64Array[]>>();
  private readonly scalars: Float64Array[];

  /** @param count of the session's runs */
  constructor(
    private readonly session: Session,
    private readonly count: number,
  ) {
    this.open = new Set(Array.from({ length: count }, (_, run) => run));
    this.scalars = [];
  }

  /** One run's part; the session is closed with the last of them. */
  runOf(run: number): Session {
    return {
      advance: (request) =>
        new Promise((resolve, reject) => {
          this.waiting.set(run, { request, resolve, reject });
          this.advanceIfAllWait();
        }),
      read: (array: RunArray) => this.session.read(array, run),
      writeParameters: async (_, values) => {
        this.evaluations.clear();
        await this.session.writeParameters(run, values);
      },
      evaluate: async (set) => {
        const evaluation = this.evaluations.get(set) ?? this.session.evaluate(set);
        this.evaluations.set(set, evaluation);
        return [(await evaluation)[run]];
      },
      close: async () => {
        if (!this.open.delete(run)) return;
        this.waiting.delete(run);
        if (this.open.size === 0) await this.session.close();
        else this.advanceIfAllWait();
      },
    };
  }

  private advanceIfAllWait(): void {
    if (this.open.size === 0 || this.waiting.size < this.open.size) return;
    const waiting = [...this.waiting];
    this.waiting.clear();
    this.evaluations.clear();
    this.advance(waiting).catch((error: unknown) => {
      for (const [, { reject }] of waiting) reject(error);
    });
  }

  private async advance(waiting: readonly (readonly [run: number, Waiting])[]): Promise<void> {
    const [[, { request }]] = waiting;
    const { kernel, steps } = request;
    for (const [run, { request: other }] of waiting) {
      if (other.kernel !== kernel || other.steps !== steps) {
        throw new RangeError("Runs of a shared session ask for different steps");
      }
      this.scalars[run] = other.scalars[0];
    }
    // Runs that are not used any more go along: nobody reads them.
    const scalars = Array.from({ length: this.count }, (_, run) =>
      this.open.has(run) ? this.scalars[run] : request.scalars[0],
    );
    const results = await this.session.advance({ kernel, steps, scalars });
    // Signals and timers have their turn.
    await setImmediate();
    for (const [run, { resolve }] of waiting) resolve([results[run]]);
  }
}
