import { stringify } from "yaml";
import type { Table } from "../../tables/table.js";
import { pythonFloat } from "../../util/text/pythonFloat.js";
import type { GoldError } from "./goldErrors.js";

/** Machine epsilon of single precision. */
const singleEpsilon = 2 ** -23;

/** What the threshold sets of the published programs are called after their level. */
const setEndings: Readonly<Record<string, string>> = {
  NRU: "",
  RealNPU: ".realnpu",
  NMRU: ".nmru",
};

/**
 * A file of `thresholds/`: a run next to zero is solved when it is as good as the exact weights, their
 * error and single precision's epsilon added up.
 */
export function zeroRangeThresholds(errors: readonly GoldError[]): string {
  const sets: Record<string, Record<string, Record<string, number>>> = {};
  for (const { module, level, upperBound, testError } of errors) {
    const ending = setEndings[module];
    if (ending === undefined) continue;
    const operation = level === "hard" ? "div" : "reciprocal";
    const set = (sets[`zero.range.${level}${ending}`] ??= {});
    (set[operation] ??= {})[`U[0,${runNameNumber(upperBound)}]`] =
      Math.fround(testError) + singleEpsilon;
  }
  const about =
    "Thresholds of the division-by-zero tasks: the test error of the exact weights by this program's own " +
    "arithmetic, plus single precision's epsilon. Written by: figures thresholds. For runs of the published " +
    "trainer take the sets of the same names in single-layer.yaml.";
  const origin = "computed with this program's arithmetic, for runs that it trained";
  return stringify({ about, origin, sets }, { lineWidth: 100 });
}

/** A number as run names spell it: `0.0001`, `1e-08`, `1`. */
const runNameNumber = (text: string): string => pythonFloat(Number(text)).replace(/\.0$/, "");

/** The errors of the exact weights as a table: module, parameter (level), test.mse, range. */
export function goldErrorTable(errors: readonly GoldError[]): Table {
  const text = (name: string, value: (error: GoldError) => string) =>
    ({ name, type: "text", values: errors.map(value) }) as const;
  return {
    rows: errors.length,
    columns: [
      text("module", ({ module }) => module),
      text("parameter", ({ level }) => level),
      { name: "test.mse", type: "double", values: errors.map(({ testError }) => testError) },
      text("range", ({ upperBound }) => `U[0,${upperBound})`),
    ],
  };
}
