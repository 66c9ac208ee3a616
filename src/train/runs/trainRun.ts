import { openEventWriter } from "../../events/write/eventWriter.js";
import { syncFile } from "../../util/files/durable.js";
import { version } from "../../util/version.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import { loadModules } from "../modules/loadModules.js";
import type { Training } from "../trainer/learner.js";
import { learners } from "./learners.js";
import { writeRunRecord, type RunRecord } from "./runDirectory.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";

/** What is needed to make one run; plain values, so that it can be sent to a worker. */
export interface TrainRunTask {
  readonly settings: RunSettings;
  /** Where the finished run goes. */
  readonly directory: string;
  /** Replaces what is there, as long as it is what was there when that was decided: the stamp of its record. */
  readonly replaces?: string;
  readonly backend?: string;
  /** Files with modules of the user's own. */
  readonly modules?: readonly string[];
}

/**
 * Trains one run into an event file and writes its record last, both to the disk.
 *
 * @param folder where the run is made; it does not exist yet, and who trains has claimed it
 * @param onProgress called now and then with the number of iterations done so far
 * @param begin sets the run up; by default alone on its backend
 * @throws {UserError} for settings that cannot be trained and places that cannot be written to
 */
export async function trainRun(
  task: TrainRunTask,
  folder: string,
  onProgress?: (iterationsDone: number) => void,
  begin: (task: TrainRunTask) => Promise<Training> = beginOne,
): Promise<RunRecord> {
  const { settings } = task;
  const start = performance.now();
  const training = await begin(task);
  let iterationsDone: number;
  try {
    // This thread has other runs to look after while the disk is waited for.
    const writer = openEventWriter(folder, { syncsAtEnd: false });
    try {
      iterationsDone = await training.run(writer, onProgress);
    } finally {
      writer.close();
    }
    await syncFile(writer.path).catch((error: unknown) => {
      throw cannotWrite(writer.path, error);
    });
  } finally {
    await training.close();
  }
  const record: RunRecord = {
    settings,
    backend: training.backend,
    device: training.device,
    iterationsDone,
    stopped: training.stopped,
    seconds: (performance.now() - start) / 1000,
    version,
  };
  await writeRunRecord(folder, record);
  return record;
}

async function beginOne({ settings, backend, modules = [] }: TrainRunTask): Promise<Training> {
  await loadModules(modules);
  return learners[settings.task].begin(settings, backend);
}
