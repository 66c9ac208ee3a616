import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPipelines } from "../../../src/experiments/readPipelines.js";
import { readLookups } from "../../../src/figures/lookups/readLookups.js";
import { readThresholdSet } from "../../../src/figures/resolve/readThresholds.js";
import { faultOf, type Fuzzer } from "../fuzzer.js";
import { mutateLines } from "../mutate.js";

function yamlFuzzer(name: string, source: string, read: (folder: string) => Promise<void>): Fuzzer {
  const originals = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml") && !file.endsWith("paper.yaml"))
    .sort()
    .map((file) => readFileSync(join(source, file), "utf8"));
  return {
    name,
    attempt: async (random, folder) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "x.yaml"), mutateLines(random.pick(originals), random));
      await read(folder);
    },
  };
}

export const lookupFiles = yamlFuzzer("lookups", "lookups", async (folder) => {
  const { errors } = await readLookups([folder]);
  const faults = errors.map(faultOf).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new Error(faults[0]);
});

export const pipelineFiles = yamlFuzzer("pipelines", "pipelines", async (folder) => {
  await readPipelines([folder]);
});

export const thresholdFiles = yamlFuzzer("thresholds", "thresholds", (folder) => {
  readThresholdSet([folder], "x", "nothing");
  return Promise.resolve();
});
