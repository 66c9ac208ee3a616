import type { JobDescription } from "../../jobs/batch/batchJob.js";
import type { RestOfTime } from "../../jobs/batch/restOfTime.js";

/** What a task did, for its state and its log. */
export interface Outcome {
  readonly text: string;
  readonly hasFailed: boolean;
}

/** What is known to a task of where and how it runs. */
export interface Surroundings {
  readonly folder: string;
  readonly job: JobDescription;
  readonly index: number;
  readonly cores: number | undefined;
  readonly rest: RestOfTime;
  readonly log: (line: string) => void;
}
