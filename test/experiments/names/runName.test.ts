import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { settingsFromArguments } from "../../../src/experiments/settings/runArguments.js";
import { formatRunName, seedNames } from "../../../src/experiments/names/runName.js";
import { parseNumberRange } from "../../../src/experiments/values/numberRange.js";
import { readArguments } from "../../helpers/readArguments.js";

interface NamedCommand {
  readonly arguments: readonly string[];
  readonly runName: string;
}

const fixture = new URL("../../../fixtures/training/run-names.json", import.meta.url);
const commands = JSON.parse(readFileSync(fixture, "utf8")) as NamedCommand[];

describe("formatRunName", () => {
  it("names a run as the original program names it from the same command line", () => {
    assert.equal(commands.length, 90);
    for (const command of commands) {
      const given = settingsFromArguments(readArguments(command.arguments));
      assert.equal(formatRunName(given), command.runName);
    }
  });

  it("writes defaults of the penalties' factors as ints and given ones as floats", () => {
    assert.match(formatRunName({}), /_eps-0_.*_r-10-0-1_/);
    assert.match(formatRunName({ regularizer: 10, mnacEpsilon: 0 }), /_eps-0\.0_.*_r-10\.0-0-1_/);
    assert.match(
      formatRunName({ regularizerZ: 0.5, regularizerOutOfBounds: 0 }),
      /_r-10-0\.5-0\.0_/,
    );
  });

  it("shows only the first two elements of a range", () => {
    const range = parseNumberRange("[[-2,-0.1],[0.1,2.0],[]]");
    assert.match(formatRunName({ interpolationRange: range }), /_i-\[-2, -0\.1\]-\[0\.1, 2\.0\]_/);
  });

  it("appends a module's options to its name", () => {
    assert.match(formatRunName({ naluTwoNac: true, naluTwoGate: true }), /^nalu-2n-2g_op/);
    assert.match(formatRunName({ naluMultiplication: "mnac", naluGate: "gumbel" }), /^nalu-m-u_/);
    assert.match(
      formatRunName({ layerType: "NRU", nruDivisionMode: "div-sepSign" }),
      /^nru-sS_op-add_/,
    );
  });

  it("appends the switching point and the trash cell to the criterion", () => {
    assert.match(
      formatRunName({ trainCriterion: "pcc-mse", trashCell: true }),
      /_pcc-mse-25000-TC$/,
    );
  });
});

describe("seedNames", () => {
  it("names the runs of all seeds as each is named by itself", () => {
    for (const command of commands) {
      const given = settingsFromArguments(readArguments(command.arguments));
      const nameOf = seedNames({ ...given, seed: 77 });
      for (const seed of [0, 5, 123]) assert.equal(nameOf(seed), formatRunName({ ...given, seed }));
    }
  });
});
