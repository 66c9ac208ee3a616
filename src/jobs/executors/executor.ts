import type { RunRecord } from "../../train/runs/runDirectory.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import type { Holder } from "../../util/files/claims.js";
import { own } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import type { CopyRunTask } from "../plan/copyRun.js";

/** Told what becomes of the tasks of a training. */
export interface TrainingEvents {
  /** Now and then, with the number of iterations done so far. */
  progress(task: TrainRunTask, iterationsDone: number): void;
  /** It was claimed, and its training begins. */
  begun?(task: TrainRunTask): void;
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
   * @param copies to be made when the trainings are done, for executors that hand all of it on
   * @throws {UserError} when nothing can be trained at all
   */
  run(
    tasks: readonly TrainRunTask[],
    on: TrainingEvents,
    signal: AbortSignal,
    copies?: readonly CopyRunTask[],
  ): Promise<void>;
  /** Only of executors that hand runs on: what they would hand on, for people. */
  preview?(
    tasks: readonly TrainRunTask[],
    signal: AbortSignal,
    copies?: readonly CopyRunTask[],
  ): Promise<string>;
}

/** What an executor must know besides its settings. */
export interface ExecutorContext {
  /** Folder of the runs. */
  readonly runs: string;
  /** Options that are not this program's, but passed through to the batch system. */
  readonly passedOn: readonly string[];
  /** Tells people something. */
  readonly note: (text: string) => void;
}

const noContext: ExecutorContext = { runs: "runs", passedOn: [], note: () => undefined };

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
  /** Whether it hands runs on to a batch system, which takes options of its own. */
  readonly handsOn: boolean;
  /** By the key under which {@link create} takes them. */
  readonly options: Readonly<Record<string, ExecutorOption<unknown>>>;
  /** @throws {UserError} for a setting that this executor does not have or that is wrong */
  create(given: Readonly<Record<string, string>>, context?: ExecutorContext): Promise<Executor>;
}

/** An executor with typed settings, all of which may be left out. */
export function defineExecutor<Settings extends object>(definition: {
  readonly name: string;
  readonly summary: string;
  readonly handsOn?: boolean;
  readonly options: { readonly [Key in keyof Settings]: ExecutorOption<Settings[Key]> };
  /** Loads what it needs: the definitions alone are read by every command line. */
  readonly create: (settings: Partial<Settings>, context: ExecutorContext) => Promise<Executor>;
}): ExecutorDefinition {
  const { name, summary, create, handsOn = false } = definition;
  const options = definition.options as ExecutorDefinition["options"];
  return {
    name,
    summary,
    handsOn,
    options,
    async create(given, context = noContext) {
      if (context.passedOn.length > 0 && !handsOn) {
        throw new UserError(
          `What stands after -- goes to a batch system, and --on ${name} has none: ` +
            `leave ${context.passedOn.join(" ")} out.`,
          2,
        );
      }
      const settings = Object.entries(given).map(([key, text]) => {
        const option = own(options, key);
        if (option === undefined) {
          throw new UserError(`The executor "${name}" has no setting "${key}".`, 2);
        }
        try {
          return [key, option.parse(text)] as const;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          throw new UserError(`argument ${option.flags}: ${error.message}`, 2);
        }
      });
      return create(Object.fromEntries(settings) as Partial<Settings>, context);
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
