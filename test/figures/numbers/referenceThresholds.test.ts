import assert from "node:assert/strict";
import { join } from "node:path";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { findLookup, readLookups } from "../../../src/figures/lookups/index.js";
import { judgedSentences } from "../../../src/figures/captions/judgedSentences.js";
import { computeFigure } from "../../../src/figures/numbers/computeFigure.js";
import { resolveData } from "../../../src/figures/resolve/resolveFigure.js";
import { UserError } from "../../../src/util/userError.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const reference = "sequential_mnist_prod_reference/solved-accumulator";
const nmu = "sequential_mnist_prod_long/NMU";
const nameOf = (experiment: string, seed: number): string =>
  `reregualizedlinearnac-nac-m_d-123456789_h-1_op-cumprod_oob-c_rs-linear-linear_eps-0_rl-10000-100000_` +
  `${experiment === reference ? "r-10-0-1_m-l-s" : "r-10-1.0-1_m-l-n"}_i-2_e-1-20_b64_s${seed}`;

describe("withReferenceThresholds", () => {
  const folder = temporaryFolder();

  /** Two rows, as the original logs them: errors of the lengths 1 and 20 at the second, which is the best. */
  const write = (
    runs: string,
    experiment: string,
    seed: number,
    errors: readonly number[],
  ): void => {
    const writer = openEventWriter(join(runs, experiment, nameOf(experiment, seed)));
    for (const [step, worse] of [
      [1, 10],
      [1941, 1],
    ]) {
      writer.scalar("metric/train/mse", worse, step);
      writer.scalar("metric/valid/mse", worse, step);
      writer.scalar("metric/test/extrapolation/1/mse", worse * errors[0], step);
      writer.scalar("metric/test/extrapolation/20/mse", worse * errors[1], step);
      writer.scalar("network/cell/recurrent/nac/W/sparsity_error", 0.25, step);
    }
    writer.close();
  };
  const figureOf = async (runs: string, statistics: "corrected" | "published") => {
    const folders = { ...resolveFolders({ runs, tables: join(folder(), "none") }), fixtures: [] };
    const { lookups } = await readLookups(folders.lookups);
    const lookup = findLookup({ lookups, errors: [] }, "iclr-mnist-prod");
    const warnings: string[] = [];
    const data = await resolveData(lookup, folders, statistics, "retrained");
    const numbers = computeFigure(data, { warn: (text) => warnings.push(text) });
    return { data, numbers, warnings };
  };

  it("judges each length by the bound of the reference runs' mean error there", async () => {
    const runs = join(folder(), "whole");
    write(runs, reference, 0, [1, 5]);
    write(runs, reference, 2, [2, 5]);
    // Of a seed that the authors left out.
    write(runs, reference, 3, [1e6, 1e6]);
    write(runs, nmu, 0, [17.25, 6]);
    write(runs, nmu, 1, [17.5, 4]);
    for (const [statistics, bound] of [
      // SciPy: 1.5 + scipy.stats.t.ppf(0.99, df) * numpy.std([1, 2], ddof=1) / numpy.sqrt(2)
      // the authors: df = 8
      ["corrected", 17.410257976886967],
      ["published", 2.948229723854811],
    ] as const) {
      const { data, numbers: computed } = await figureOf(runs, statistics);
      const { outcomes, judgedBy, short } = await computed;
      const caption = judgedSentences(data, await computed).join(". ");
      assert.match(caption, /solved when its extrapolation error is below the upper 99 % bound of/);
      assert.match(caption, /Not trained to the end: NMU 2 runs \(2 of 201 rows\)/);
      const at = (seed: number, parameter: string) =>
        outcomes.find((one) => one.seed === seed && one.parameter === parameter)!;
      assert.equal(outcomes.length, 4);
      assert.ok(Math.abs(at(0, "1").threshold / bound - 1) < 1e-9, String(at(0, "1").threshold));
      assert.equal(at(0, "20").threshold, 5);
      assert.equal(at(0, "1").solved, statistics === "corrected");
      assert.deepEqual(
        [at(1, "1").solved, at(0, "20").solved, at(1, "20").solved],
        [false, false, true],
      );
      assert.equal(at(1, "20").extrapolationSolvedAt, 1940);
      assert.match(
        judgedBy!,
        /^the upper 99 % bound of the mean error of 2 runs of .*accumulator$/,
      );
      assert.deepEqual(short, [{ model: "NMU", runs: 2, rows: 2, declared: 201 }]);
    }
  });

  it("says that runs were not trained to the end", async () => {
    const { warnings, numbers } = await figureOf(join(folder(), "whole"), "corrected");
    await numbers;
    assert.ok(warnings.includes("NMU: 2 runs not trained to the end: 2 of 201 rows"));
    assert.ok(warnings.includes("reference runs: not trained to the end: 2 of 201 rows"));
  });

  it("judges nothing where one reference run alone is there, or none", async () => {
    const runs = join(folder(), "alone");
    write(runs, nmu, 0, [0, 0]);
    const none = await figureOf(runs, "corrected");
    await assert.rejects(none.numbers, /figures train sequential_mnist_prod_reference/);
    assert.match(none.warnings[0], /there are no reference runs .* \(looked in /);
    write(runs, reference, 0, [1, 5]);
    const alone = await figureOf(runs, "corrected");
    await assert.rejects(alone.numbers, (error) => error instanceof UserError);
    assert.match(alone.warnings[1], /one alone of the reference runs .* counts \(.*_s0\)/);
    assert.ok(
      alone.warnings.includes("NMU: left out 1 run where reference runs give no threshold"),
    );
  });

  it("gives no threshold where a reference run diverged", async () => {
    const runs = join(folder(), "diverged");
    write(runs, reference, 0, [1, NaN]);
    write(runs, reference, 2, [2, 5]);
    write(runs, nmu, 0, [1, 1]);
    const { numbers, warnings } = await figureOf(runs, "corrected");
    assert.deepEqual(
      (await numbers).outcomes.map(({ parameter }) => parameter),
      ["1"],
    );
    assert.ok(warnings.some((text) => /no threshold at cumprod 20: not all/.test(text)));
  });
});
