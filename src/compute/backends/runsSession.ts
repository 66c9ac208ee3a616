import type { RunArray, Session, StepRequest, StepResult } from "./backend.js";

/** A run that is computed in this thread. */
export interface ComputedRun {
  /** @param scalars of this run: see `StepRequest.scalars` */
  advance(request: StepRequest, scalars: Float64Array): StepResult;
  read(array: RunArray): Float64Array;
  writeParameters(values: ArrayLike<number>): void;
  evaluate(set: string): Float64Array;
}

/** Runs one after the other in this thread. */
export class RunsSession implements Session {
  constructor(
    private readonly runs: readonly ComputedRun[],
    private readonly advanceAll = (request: StepRequest): readonly StepResult[] =>
      runs.map((run, index) => run.advance(request, request.scalars[index])),
  ) {}

  advance(request: StepRequest): Promise<readonly StepResult[]> {
    return Promise.resolve(this.advanceAll(request));
  }

  read(array: RunArray, run: number): Promise<Float64Array> {
    return Promise.resolve(this.runs[run].read(array));
  }

  writeParameters(run: number, values: ArrayLike<number>): Promise<void> {
    this.runs[run].writeParameters(values);
    return Promise.resolve();
  }

  evaluate(set: string): Promise<readonly Float64Array[]> {
    return Promise.resolve(this.runs.map((run) => run.evaluate(set)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
