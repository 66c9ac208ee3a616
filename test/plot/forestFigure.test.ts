import assert from "node:assert/strict";
import type { Figure } from "../../src/plot/spec/figure.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { assertOnPage, itemsOf, layOut, textsOf, type Laid } from "../helpers/figures.js";

/** Numbers made up for the test: two models on three ranges, ten runs each. */
const numbers = [
  // model, range, runs solved, solved at [mean, lower, upper], sparsity error [mean, lower, upper]
  ["NRU", "U[-2,2)", 10, [2000, 1000, 4000], [0, 0, 0]],
  ["NRU", "U[1,2)", 1, [5000, null, null], [1e-6, null, null]],
  ["NRU", "U[10,20)", 0, [null, null, null], [null, null, null]],
  ["NMRU", "U[-2,2)", 5, [20000, 10000, 40000], [1e-3, 1e-4, 1e-2]],
  ["NMRU", "U[1,2)", 9, [1000, 1000, 1000], [1e-9, 1e-10, 1e-8]],
  ["NMRU", "U[10,20)", 10, [30000, 20000, 60000], [1e-15, 0, 1e-7]],
] as const;

const models = ["NRU", "NMRU"];
const ranges = ["U[-2,2)", "U[1,2)", "U[10,20)"];

function rows() {
  const summary = numbers.flatMap(([model, parameter, solved, steps, sparsity]) => {
    const place = {
      model,
      parameter,
      modelOrder: models.indexOf(model),
      parameterOrder: ranges.indexOf(parameter),
    };
    const rate = solved / 10;
    const row = (key: string, [mean, lower, upper]: readonly (number | null)[], n: number) => ({
      ...place,
      key,
      mean,
      lower,
      upper,
      n,
      leftOut: 0,
      method: "t interval",
    });
    return [
      row("success.rate", [rate, Math.max(0, rate - 0.2), Math.min(1, rate + 0.2)], 10),
      row("converged.at", steps, solved),
      row("sparse.error", sparsity, solved),
    ];
  });
  const outcomes = numbers.flatMap(([model, parameter, solved]) =>
    Array.from({ length: 10 }, (_, run) => ({
      model,
      parameter,
      modelOrder: models.indexOf(model),
      parameterOrder: ranges.indexOf(parameter),
      solved: run < solved,
      extrapolationSolvedAt: run < solved ? 1000 * (run + 1) : null,
      sparsityError: run < solved ? 1e-6 : null,
      logInterval: 1000,
      rows: 51,
    })),
  );
  return { summary, outcomes };
}

async function forest(settings: Partial<Figure> = {}): Promise<Laid> {
  const { spec, file } = await readSpec("forest");
  return layOut({
    spec,
    specName: file,
    data: rows(),
    widthCm: 13.97,
    heightCm: 9,
    theme: "paper",
    title: "Forest",
    ...settings,
  });
}

/** Items of one kind that lie in a panel, by the panel's name. */
const inPanel = (laidOut: Laid, marktype: string, panel: string) =>
  itemsOf(laidOut, marktype, (mark) => mark.role === "mark").filter(({ groups }) =>
    groups.includes(`${panel}_group`),
  );

describe("the forest figure", () => {
  it("fits one column, a text width and a page, without a warning, with every range once and flat", async () => {
    for (const [widthCm, heightCm] of [
      [8.5, 18],
      [13.97, 9],
      [17, 11],
    ]) {
      const laidOut = await forest({ widthCm, heightCm });
      assert.deepEqual(laidOut.warnings, []);
      assertOnPage(laidOut);
      assert.equal(laidOut.fit.scale, 1);
      const labels = textsOf(laidOut, "axis-label");
      const panels = widthCm < 11 ? 3 : 1;
      assert.equal(labels.filter((text) => text === "U[−2,2)").length, panels);
    }
  });

  it("writes how many runs of how many were solved", async () => {
    const laidOut = await forest();
    const counts = inPanel(laidOut, "text", "success_rate").map(({ text }) => text);
    assert.deepEqual(counts.sort(), ["0/10", "1/10", "10/10", "10/10", "5/10", "9/10"].sort());
    const without = await forest({ params: { counts: false } });
    assert.deepEqual(inPanel(without, "text", "success_rate"), []);
  });

  it("places means on a logarithmic axis of steps, open where one run was solved", async () => {
    const laidOut = await forest();
    const symbols = inPanel(laidOut, "symbol", "converged_at");
    const [first, last] = inPanel(laidOut, "rule", "converged_at")
      .filter(({ y = 0 }) => y === 0)
      .map(({ pageX }) => pageX)
      .sort((a, b) => a - b);
    // The lines stand at the first logged step, 1,000, and at the last, 50,000.
    const place = (step: number) => first + ((last - first) * Math.log(step / 1000)) / Math.log(50);
    const isOpen = (item: { fill?: string }) => item.fill === "#ffffff";
    const filled = symbols.filter((item) => item.fill?.startsWith("#") && !isOpen(item));
    const means = [2000, 20000, 1000, 30000].map(place).sort((a, b) => a - b);
    const drawn = filled.map(({ pageX }) => pageX).sort((a, b) => a - b);
    assert.equal(drawn.length, 4);
    drawn.forEach((x, index) =>
      assert.ok(Math.abs(x - means[index]) < 0.01, `${x} ${means[index]}`),
    );
    const open = symbols.filter(isOpen);
    assert.equal(open.length, 1);
    assert.ok(Math.abs(open[0].pageX - place(5000)) < 0.01);
  });

  it("marks with a cross where no run was solved", async () => {
    const laidOut = await forest();
    for (const panel of ["converged_at", "sparse_error"]) {
      const crosses = inPanel(laidOut, "symbol", panel).filter(({ shape }) =>
        shape?.startsWith("M-1,-1L1,1"),
      );
      assert.equal(crosses.length, 1, panel);
      const others = inPanel(laidOut, "symbol", panel).map(({ pageX }) => pageX);
      assert.equal(crosses[0].pageX, Math.max(...others), "at the right rim");
    }
  });

  it("draws zeros and what is smaller than the floor at the foot of the sparsity axis, which says so", async () => {
    const laidOut = await forest();
    const xs = inPanel(laidOut, "symbol", "sparse_error").map(({ pageX }) => pageX);
    const foot = Math.min(...xs);
    assert.equal(xs.filter((x) => Math.abs(x - foot) < 0.01).length, 2);
    assert.ok(textsOf(laidOut, "axis-label").includes("<10⁻¹²"));
    const lower = await forest({ params: { sparsityFloor: 1e-16 } });
    const ys = inPanel(lower, "symbol", "sparse_error").map(({ pageX }) => pageX);
    assert.equal(ys.filter((x) => Math.abs(x - Math.min(...ys)) < 0.01).length, 1);
    assert.ok(textsOf(lower, "axis-label").includes("<10⁻¹⁶"));
  });

  it("shows every solved run on demand", async () => {
    const ticks = inPanel(await forest({ params: { runs: true } }), "rect", "converged_at");
    const solved = numbers.reduce((sum, [, , count]) => sum + count, 0);
    assert.equal(ticks.filter(({ opacity }) => opacity === 0.3).length, solved);
    const none = inPanel(await forest(), "rect", "converged_at");
    assert.equal(none.filter(({ opacity }) => opacity === 0.3).length, 0);
  });

  it("shows the panels that a lookup picks, under its titles", async () => {
    const laidOut = await forest({ panels: [{ key: "converged.at", title: "First solved" }] });
    assert.deepEqual(textsOf(laidOut, "title-text"), ["First solved"]);
    assert.ok(!textsOf(laidOut, "axis-label").includes("25"));
  });

  it("writes steps of millions and billions as what they are", async () => {
    const labels = async (factor: number) => {
      const { summary, outcomes } = rows();
      const times = (value: number | null) => (value === null ? null : value * factor);
      const steps = summary.map((row) =>
        row.key === "converged.at"
          ? { ...row, mean: times(row.mean), lower: times(row.lower), upper: times(row.upper) }
          : row,
      );
      const later = outcomes.map((row) => ({ ...row, logInterval: row.logInterval * factor }));
      const laidOut = await forest({ data: { summary: steps, outcomes: later }, widthCm: 30 });
      return textsOf(laidOut, "axis-label").filter((text) => text !== "");
    };
    const millions = await labels(100);
    for (const label of ["100,000", "300,000", "1,000,000", "3,000,000"]) {
      assert.ok(millions.includes(label), millions.join(" "));
    }
    const billions = await labels(1e9);
    for (const label of ["10¹²", "3×10¹²", "10¹³", "3×10¹³"]) {
      assert.ok(billions.includes(label), billions.join(" "));
    }
  });
});
