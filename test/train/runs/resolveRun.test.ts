import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import type { GivenSettings } from "../../../src/experiments/settings/runSettings.js";
import { addModule } from "../../../src/train/modules/moduleRegistry.js";
import { nru } from "../../../src/train/modules/nru.js";
import { resolveRun } from "../../../src/train/runs/resolveRun.js";
import { UserError } from "../../../src/util/userError.js";
import { readArguments } from "../../helpers/readArguments.js";

/** Command lines of the original scripts of the arithmetic papers, and the folders that they wrote to. */
const commands = JSON.parse(
  readFileSync(
    new URL("../../../fixtures/training/arithmetic-run-names.json", import.meta.url),
    "utf8",
  ),
) as readonly {
  readonly task: "simple_function_static" | "sequential_mnist";
  readonly arguments: readonly string[];
  readonly runName: string;
}[];

function refusal(given: GivenSettings, where?: string): UserError {
  try {
    resolveRun(given, where);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error;
  }
  return assert.fail(`accepted: ${JSON.stringify(given)}`);
}

describe("resolveRun", () => {
  it("names runs of two layers and of sequences as the original scripts do", () => {
    assert.equal(commands.length, 217);
    for (const { task, arguments: words, runName } of commands) {
      const given = settingsFromArguments(readArguments(words));
      assert.equal(resolveRun({ ...given, task }).runName, runName, words.join(" "));
    }
  });

  it("refuses what a single layer does not have", () => {
    const { message, exitCode } = refusal({ layerType: "NRU", firstLayer: "NAC", hiddenSize: 2 });
    assert.equal(exitCode, 2);
    assert.match(message, /^neither the single-layer task nor NRU reads/);
    assert.match(
      message,
      /firstLayer \(--first-layer\), which is for the two-layer task; hiddenSize/,
    );
  });

  it("refuses what only other modules read, and names those", () => {
    assert.match(
      refusal({ layerType: "Real NPU", naluBias: true }).message,
      /naluBias \(--nalu-bias\), which is for NALU, Gated NAU\/NMU\. Leave it out\./,
    );
    assert.match(
      refusal({ layerType: "NAC", regularizer: 1 }).message,
      /is for NAC-NMU, Gated NAU/,
    );
    assert.match(refusal({ regularizerNpuWeight: 1 }).message, /which is for NPU, Real NPU/);
  });

  it("says in which file the setting stands", () => {
    const where = 'mine.yaml: experiment "mine/nru"';
    const { message, exitCode } = refusal({ layerType: "NRU", hiddenSize: 7 }, where);
    assert.equal(exitCode, 1);
    assert.ok(message.startsWith(`${where}: neither`));
  });

  it("takes a penalty's factor of 0, and other words for nothing, from every module", () => {
    const nothing: GivenSettings = { regularizer: 0, regularizerShape: "none", naluBias: false };
    const { settings, runName } = resolveRun({ layerType: "Real NPU", ...nothing });
    assert.equal(settings.regularizer, 0);
    assert.match(runName, /^realnpu_op-add_.*_r-0\.0-0-1_/);
  });

  it("leaves a module of one's own every setting, unless it says what it reads", () => {
    addModule({ ...nru, name: "Mine", layerTypes: ["Mine"], settings: undefined });
    addModule({ ...nru, name: "Plain", layerTypes: ["Plain"], settings: [] });
    assert.equal(resolveRun({ layerType: "Mine", naluBias: true }).settings.naluBias, true);
    assert.match(refusal({ layerType: "Plain", naluBias: true }).message, /nor Plain reads/);
  });
});
