import {
  compileTrainingModule,
  type TrainingExports,
} from "../../src/compute/backends/wasm/trainingModule.js";
import { wasmBackend } from "../../src/compute/backends/wasm/wasmBackend.js";
import type { RunSettings } from "../../src/experiments/settings/runSettings.js";
import { findTask } from "../../src/train/tasks/taskRegistry.js";
import { prepare } from "../../src/train/trainer/trainerPreparation.js";

/** What `compileTime.ts` starts for each form: writes, compiles and tries the code of one run. */
const settings = JSON.parse(process.argv[2]) as RunSettings;
const start = performance.now();
const { program } = prepare(settings, findTask(settings.task), wasmBackend.form);
const { module } = compileTrainingModule(program);
const compiled = performance.now();
const { advance0 } = new WebAssembly.Instance(module).exports as unknown as TrainingExports;
advance0(1);
const stepped = performance.now();
console.log(JSON.stringify({ compile: compiled - start, firstStep: stepped - start }));
