import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const reference = "sequential_mnist_prod_reference/solved-accumulator";

describe("figures thresholds sequences", () => {
  const folder = temporaryFolder();

  /** Two rows, as the original logs them: errors of the lengths 1 and 20 at the second, which is the best. */
  const write = (runs: string, seed: number, errors: readonly number[]): void => {
    const name =
      "reregualizedlinearnac-nac-m_d-123456789_h-1_op-cumprod_oob-c_rs-linear-linear_eps-0_rl-10000-100000_" +
      `r-10-0-1_m-l-s_i-2_e-1-20_b64_s${seed}`;
    const writer = openEventWriter(join(folder(), runs, reference, name));
    for (const [step, worse] of [
      [1, 10],
      [1941, 1],
    ]) {
      writer.scalar("metric/train/mse", worse, step);
      writer.scalar("metric/valid/mse", worse, step);
      writer.scalar("metric/test/extrapolation/1/mse", worse * errors[0], step);
      writer.scalar("metric/test/extrapolation/20/mse", worse * errors[1], step);
    }
    writer.close();
  };
  const thresholds = (runs: string, ...args: string[]) =>
    figures(["thresholds", "sequences", "--runs", join(folder(), runs), ...args]);

  it("gives the bounds of reference runs, and says what is missing", async () => {
    write("whole", 0, [1, 5]);
    write("whole", 2, [2, 5]);
    // Of a seed that the authors left out.
    write("whole", 3, [1e6, 1e6]);
    const { code, out, err } = await thresholds("whole");
    assert.equal(code, 0, err);
    const [header, ...rows] = out.trim().split("\n");
    assert.equal(header, "reference,operation,place,runs,mean,threshold,as.published");
    const [short, long] = rows.map((row) => row.split(","));
    assert.equal(rows.length, 2);
    assert.deepEqual(short.slice(0, 4), [reference, "cumprod", "1", "2"]);
    assert.equal(Number(short[4]), 1.5);
    // SciPy: 1.5 + scipy.stats.t.ppf(0.99, df) * numpy.std([1, 2], ddof=1) / numpy.sqrt(2), df 1 and the authors' 8
    assert.ok(Math.abs(Number(short[5]) / 17.410257976886967 - 1) < 1e-9, short[5]);
    assert.ok(Math.abs(Number(short[6]) / 2.948229723854811 - 1) < 1e-9, short[6]);
    assert.deepEqual(long.slice(2).map(Number), [20, 2, 5, 5, 5]);
    assert.match(err, /accumulator: not trained to the end: 2 of 201 rows/);
    assert.match(err, /prod_reference\/solved-accumulator: 2 of 7 runs/);
    assert.match(err, /no reference runs sequential_mnist_sum_reference.*: Train them: figures/);
  });

  it("writes a file that lookups can name", async () => {
    const { code, out } = await thresholds("whole", "--out", join(folder(), "thresholds"));
    assert.equal(code, 0);
    assert.deepEqual(
      out
        .trim()
        .split("\n")
        .map((path) => path.slice(folder().length + 1)),
      ["thresholds/sequences.yaml", "thresholds/sequences.csv"],
    );
    const text = readFileSync(join(folder(), "thresholds", "sequences.yaml"), "utf8");
    const { sets } = parse(text) as { sets: object };
    assert.deepEqual(Object.keys(sets), ["extrapolation.length"]);
    assert.match(text, /cumprod:\n\s+"1": 17\.4102\d*\n\s+"20": 5\n/);
  });

  it("refuses one run alone, and says what to train", async () => {
    write("alone", 0, [1, 5]);
    const { code, err } = await thresholds("alone");
    assert.equal(code, 1);
    assert.match(err, /no threshold at 1: one run alone has no interval/);
    assert.match(err, /at least two \(looked in .*alone and none\)/);
    assert.match(err, /figures train sequential_mnist_sum_reference\/solved-accumulator/);
  });
});
