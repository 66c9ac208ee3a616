import type { MessagePort } from "node:worker_threads";
import type { FilterOption, ReadOptions } from "../decode/readOptions.js";
import type { RunDirectory } from "../runs/findRuns.js";
import type { SentRun } from "./sentRun.js";

/** What a reading thread is to do. */
export interface Job {
  readonly runs: readonly RunDirectory[];
  /** All but the filters. */
  readonly options: Omit<ReadOptions, FilterOption>;
  /** Functions stay where they are: "ask" for them. */
  readonly filters: Readonly<Partial<Record<FilterOption, boolean | "ask">>>;
  /** What they said already: by option and tag, with a space between. */
  readonly answers: readonly (readonly [string, boolean])[];
  /** Of `SharedWork`. */
  readonly memory: SharedArrayBuffer;
  /** Its number there. */
  readonly thread: number;
  readonly port: MessagePort;
}

/** What comes through the port of a job. */
export type ThreadMessage =
  | {
      readonly kind: "runs";
      /** Without a run: whoever gave the job is to read it. */
      readonly runs: readonly { readonly index: number; readonly run?: SentRun }[];
    }
  | { readonly kind: "question"; readonly option: FilterOption; readonly tag: string };

/** To a question; undefined where the filter failed. */
export interface Answer {
  readonly isWanted?: boolean;
}
