import type { EventWriter } from "../../events/write/eventWriter.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { SettingsTable } from "../../experiments/settings/setting.js";
import type { ModuleDefinition } from "../modules/parts/moduleDefinition.js";
import type { EarlyStop } from "./trainer.js";

/** A run that has been set up. */
export interface Training {
  readonly backend: string;
  /** What the backend computes on. */
  readonly device: string;
  /** Why it ended before its last iteration. */
  readonly stopped: EarlyStop | null;
  /**
   * Trains to the end and logs on the way.
   *
   * @param onProgress called now and then with the number of iterations done so far
   * @returns the number of iterations done
   */
  run(writer: EventWriter, onProgress?: (iterationsDone: number) => void): Promise<number>;
  /** Gives back what the backend holds. */
  close(): Promise<void>;
}

/** How runs of a task are made. A new one is a file with this and a line in `learners`. */
export interface Learner {
  /** For messages: `the single-layer task`. */
  readonly title: string;
  /** What its runs read, but for what the network and its modules read. */
  readonly settings: readonly SettingsTable[];
  readonly network: {
    readonly settings: readonly SettingsTable[];
    /** Layer types that are no modules: an LSTM. */
    readonly ownTypes?: readonly string[];
    /** @throws {UserError} for unknown names */
    modules(settings: RunSettings): readonly ModuleDefinition[];
  };
  /** Whether runs of one form can go side by side on a backend that computes many at once. */
  readonly goesSideBySide: boolean;
  /** Iterations of a whole run. */
  iterations(settings: RunSettings): number;
  /**
   * @param backend the name of a backend; without one the first that computes such runs
   * @throws {UserError} for settings that do not fit together, and what is missing
   */
  begin(settings: RunSettings, backend?: string): Promise<Training>;
}
