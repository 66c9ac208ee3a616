import { openEventWriter } from "../../events/write/eventWriter.js";
import { version } from "../../util/version.js";
import { createTrainer } from "../trainer/createTrainer.js";
import { loadModules } from "../modules/loadModules.js";
import { logRun } from "./logRun.js";
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
 * @throws {UserError} for settings that cannot be trained and places that cannot be written to
 */
export async function trainRun(
  task: TrainRunTask,
  folder: string,
  onProgress?: (iterationsDone: number) => void,
): Promise<RunRecord> {
  const { settings, backend, modules = [] } = task;
  const start = performance.now();
  await loadModules(modules);
  const trainer = await createTrainer(settings, { backend });
  const writer = openEventWriter(folder);
  let iterationsDone: number;
  try {
    iterationsDone = await logRun(trainer, writer, { onProgress });
  } finally {
    writer.close();
    await trainer.close();
  }
  const record: RunRecord = {
    settings,
    backend: trainer.backend,
    device: trainer.device,
    iterationsDone,
    stopped: trainer.stopped,
    seconds: (performance.now() - start) / 1000,
    version,
  };
  await writeRunRecord(folder, record);
  return record;
}
