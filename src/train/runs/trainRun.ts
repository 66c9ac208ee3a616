import { rm } from "node:fs/promises";
import { openEventWriter } from "../../events/write/eventWriter.js";
import { publishDirectory } from "../../util/publishDirectory.js";
import { version } from "../../util/version.js";
import { cannotWrite } from "../../util/writeFileAtomically.js";
import { createTrainer } from "../trainer/createTrainer.js";
import { loadModules } from "../modules/loadModules.js";
import { logRun } from "./logRun.js";
import { writeRunRecord, type RunRecord } from "./runDirectory.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import type { BackendName } from "../../compute/backends/engine.js";

/** What is needed to make one run; plain values, so that it can be sent to a worker. */
export interface TrainRunTask {
  readonly settings: RunSettings;
  /** Where the finished run goes; whatever is there is replaced. */
  readonly directory: string;
  /** A hidden folder beside it, where the run is while it is trained. */
  readonly temporaryDirectory: string;
  readonly backend?: BackendName;
  /** Files with modules of the user's own. */
  readonly modules?: readonly string[];
}

/**
 * Trains one run into an event file. The run's directory appears when it is finished, never before.
 *
 * @param onProgress called now and then with the number of iterations done so far
 * @throws {UserError} for settings that cannot be trained and places that cannot be written to
 */
export async function trainRun(
  task: TrainRunTask,
  onProgress?: (iterationsDone: number) => void,
): Promise<RunRecord> {
  const { settings, directory, temporaryDirectory, backend, modules = [] } = task;
  const start = performance.now();
  await loadModules(modules);
  const trainer = await createTrainer(settings, { backend });
  try {
    await rm(temporaryDirectory, { recursive: true, force: true });
  } catch (error) {
    throw cannotWrite(directory, error);
  }
  try {
    const writer = openEventWriter(temporaryDirectory);
    const iterationsDone = logRun(trainer, writer, { onProgress });
    writer.close();
    const record: RunRecord = {
      settings,
      backend: trainer.backend,
      device: trainer.device,
      iterationsDone,
      stopped: trainer.stopped,
      seconds: (performance.now() - start) / 1000,
      version,
    };
    await writeRunRecord(temporaryDirectory, record);
    await publishDirectory(temporaryDirectory, directory);
    return record;
  } catch (error) {
    await rm(temporaryDirectory, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}
