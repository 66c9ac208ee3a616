import assert from "node:assert/strict";
import { setTimes } from "../../../src/plot/spec/setTimes.js";

function set(values: unknown[], encoding: object = { x: { field: "t", type: "temporal" } }) {
  const warnings: string[] = [];
  const rows = values.map((t) => ({ t }));
  const spec = { data: { name: "rows" }, mark: "point", encoding, datasets: { rows } };
  const document = setTimes(spec, "mine.vl.json", (warning) => warnings.push(warning));
  const { rows: after } = document.datasets as { rows: { t: unknown }[] };
  return { document, warnings, values: after.map(({ t }) => t) };
}

describe("setTimes", () => {
  it("takes dates without a zone for UTC, as those with a date alone are", () => {
    const { values, document } = set([
      "2024-01-01",
      "2024-01-01 12:00:00",
      "Jan 2 2024",
      "2024-01-01T00:00+02:00",
      null,
    ]);
    assert.deepEqual(values, [
      "2024-01-01",
      "2024-01-01T12:00:00.000Z",
      "2024-01-02T00:00:00.000Z",
      "2024-01-01T00:00+02:00",
      null,
    ]);
    assert.deepEqual(document.encoding, {
      x: { field: "t", type: "temporal", scale: { type: "utc" } },
    });
  });

  it("reads whole years as years, and leaves the numbers as they are", () => {
    const { document, values } = set([1990, 2010]);
    assert.deepEqual(document.data, { name: "rows", format: { parse: { t: "utc:'%Y'" } } });
    assert.deepEqual(values, [1990, 2010]);
  });

  it("refuses years that are a time here and a number there", () => {
    const encoding = {
      x: { field: "t", type: "temporal" },
      y: { field: "t", type: "quantitative" },
    };
    assert.throws(() => set([1990, 2010], encoding), /spec\.encoding\.y\.field takes as numbers/);
  });

  it("warns of seconds, and of what is no date", () => {
    assert.match(
      set([1_700_000_000, 1_700_000_060]).warnings.join(),
      /look like seconds since 1970/,
    );
    assert.match(set(["2024-01-01", "soon"]).warnings.join(), /1 of 2 values of "t" are no dates/);
    assert.deepEqual(set([1_700_000_000_000]).warnings, []);
  });

  it("uses time units of UTC", () => {
    const encoding = {
      x: { field: "t", timeUnit: "yearmonth" },
      y: { field: "t", timeUnit: { unit: "year" } },
    };
    const { document } = set(["2024-01-01"], encoding);
    assert.deepEqual(document.encoding, {
      x: { field: "t", timeUnit: "utcyearmonth", scale: { type: "utc" } },
      y: { field: "t", timeUnit: { unit: "year", utc: true }, scale: { type: "utc" } },
    });
  });

  it("leaves a spec without times as it is", () => {
    const spec = { encoding: { x: { field: "t", type: "quantitative" } }, datasets: { rows: [] } };
    assert.equal(
      setTimes(spec, "mine", () => undefined),
      spec,
    );
  });
});
