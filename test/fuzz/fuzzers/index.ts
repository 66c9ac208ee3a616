import type { Fuzzer } from "../fuzzer.js";
import { eventFiles } from "./eventFiles.js";
import { specFiles, themeFiles } from "./specs.js";
import { csvTables, parquetTables } from "./tables.js";
import { lookupFiles, pipelineFiles, thresholdFiles } from "./yamlFiles.js";

/** All fuzzers, with how many inputs of each the ordinary tests try. */
export const fuzzers: readonly { readonly fuzzer: Fuzzer; readonly inputsInTests: number }[] = [
  { fuzzer: eventFiles, inputsInTests: 150 },
  { fuzzer: lookupFiles, inputsInTests: 60 },
  { fuzzer: pipelineFiles, inputsInTests: 30 },
  { fuzzer: thresholdFiles, inputsInTests: 60 },
  { fuzzer: specFiles, inputsInTests: 40 },
  { fuzzer: themeFiles, inputsInTests: 30 },
  { fuzzer: csvTables, inputsInTests: 60 },
  { fuzzer: parquetTables, inputsInTests: 60 },
];
