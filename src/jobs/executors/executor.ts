import type { RunRecord } from "../../train/runs/runDirectory.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import type { Holder } from "../../util/files/claims.js";
import { UserError } from "../../util/userError.js";

/** Told what becomes of the tasks of a training. */
export interface TrainingEvents {
  /** Now and then, with the number of iterations done so far. */
  progress(task: TrainRunTask, iterationsDone: number): void;
  /** The run is in its place. */
  done(task: TrainRunTask, record: RunRecord): void;
  /** Another process trained it meanwhile. */
  doneElsewhere(task: TrainRunTask, record: RunRecord): void;
  /** Another process is training it; it is looked at again later. */
  busy(task: TrainRunTask, holder: Holder): void;
  /** There is no run, but a record of the failure where it can be written. */
  failed(task: TrainRunTask, error: UserError): void;
  /** Handed on to others who will train it; `by` says who, for people. */
  submitted(tasks: readonly TrainRunTask[], by: string): void;
}

/** Where and by whom runs are trained. */
export interface Executor {
  /**
   * Works through the tasks. Each run is claimed by whoever trains it, so that several executors may
   * have the same tasks at the same time. What a task fails with goes to `on`; the others go on.
   *
   * @param signal ends it early, with what is unfinished cleared away
   * @throws {UserError} when nothing can be trained at all
   */
  run(tasks: readonly TrainRunTask[], on: TrainingEvents, signal: AbortSignal): Promise<void>;
}

/** A setting of an executor, as the command line takes it. */
export interface ExecutorOption<T> {
  /** `--workers <number>`. */
  readonly flags: string;
  readonly description: string;
  /** @throws {UserError} saying what was expected */
  parse(text: string): T;
}

/** An executor that can be chosen by its name. */
export interface ExecutorDefinition {
  readonly name: string;
  /** In a few words, for `--help`. */
  readonly summary: string;
  /** By the key under which {@link create} takes them. */
  readonly options: Readonly<Record<string, ExecutorOption<unknown>>>;
  /** @throws {UserError} for a setting that this executor does not have or that is wrong */
  create(given: Readonly<Record<string, string>>): Promise<Executor>;
}

/** An executor with typed settings, all of which may be left out. */
export function defineExecutor<Settings extends object>(definition: {
  readonly name: string;
  readonly summary: string;
  readonly options: { readonly [Key in keyof Settings]: ExecutorOption<Settings[Key]> };
  /** Loads what it needs: the definitions alone are read by every command line. */
  readonly create: (settings: Partial<Settings>) => Promise<Executor>;
}): ExecutorDefinition {
  const { name, summary, create } = definition;
  const options = definition.options as ExecutorDefinition["options"];
  return {
    name,
    summary,
    options,
    async create(given) {
      const settings = Object.entries(given).map(([key, text]) => {
        if (!Object.hasOwn(options, key)) {
          throw new UserError(`The executor "${name}" has no setting "${key}".`, 2);
        }
        try {
          return [key, options[key].parse(text)] as const;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          throw new UserError(`argument ${options[key].flags}: ${error.message}`, 2);
        }
      });
      return create(Object.fromEntries(settings) as Partial<Settings>);
    },
  };
}

/** A whole number above 0, and not above `most`. */
export function parseCount(text: string, most = Number.MAX_SAFE_INTEGER): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count === 0 || !Number.isSafeInteger(count)) {
    throw new UserError("Expected a whole number above 0.", 2);
  }
  if (count > most) throw new UserError(`Expected at most ${most}.`, 2);
  return count;
}
