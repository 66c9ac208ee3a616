/** One run at a time, for experiments of one's own (as `tbfigures/train`). */
export { createTrainer } from "./trainer/createTrainer.js";
export type * from "./trainer/trainer.js";
export type { Training } from "./trainer/learner.js";
export { resolveRun, type ResolvedRun } from "./runs/resolveRun.js";
export { logRun, type LogRunOptions } from "./runs/logRun.js";
export { trainRun, type TrainRunTask } from "./runs/trainRun.js";
export type { RunRecord } from "./runs/runDirectory.js";
export { loadModules } from "./modules/loadModules.js";
export { addModule, findModule } from "./modules/moduleRegistry.js";
export {
  completeSettings,
  defaultRunSettings,
  type GivenSettings,
  type RunSettings,
} from "../experiments/settings/runSettings.js";
export type { AllSettings } from "../experiments/settings/owners.js";
export { decodeRunName, formatRunName } from "../experiments/names/runName.js";
export type { RunNameColumns } from "../experiments/names/nameFormat.js";
export type { NameCell, SettingsOf } from "../experiments/settings/setting.js";
