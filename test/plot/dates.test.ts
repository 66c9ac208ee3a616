import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "../helpers/recordingTerminal.js";
import { temporaryFolder } from "../helpers/temporaryFolder.js";
import { writeFiles } from "../helpers/writeFiles.js";

describe("dates in figures", () => {
  const folder = temporaryFolder();
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  async function build(key: string, lookups: string, timeZone: string): Promise<string> {
    process.env.TZ = timeZone;
    const out = join(folder(), timeZone.replace("/", "-"));
    const args = ["build", key, "--lookups", lookups, "--out", out, "--format", "svg", "--force"];
    const { code, err } = await figures(args);
    assert.equal(code, 0, err);
    return (
      readFileSync(join(out, `${key}.svg`), "utf8") +
      readFileSync(join(out, `${key}_t.csv`), "utf8")
    );
  }

  it("are the same wherever the figure is made, and days stay days", async () => {
    const lookups = "fixtures/cases/44-table-as-it-stands/lookups";
    const here = await build("t", lookups, "UTC");
    assert.match(here, /^007,2024-03-01,1\.5,12e4567,00:10:00$/m);
    for (const timeZone of ["America/New_York", "Pacific/Apia"]) {
      assert.equal(await build("t", lookups, timeZone), here);
    }
    writeFiles(folder(), {
      "d.csv": "day,v\n2024-03-01,1\n2024-03-02,2\n2024-03-03,1\n",
      "d.vl.json": JSON.stringify({
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        data: { name: "t" },
        mark: "line",
        encoding: {
          x: { field: "day", type: "temporal", axis: { format: "%b %d", tickCount: "day" } },
          y: { field: "v", type: "quantitative" },
        },
      }),
      "lookups/d.yaml":
        "title: D\nspec: ../d.vl.json\nsize: { widthCm: 8, heightCm: 6 }\ndata: { t: { table: ../d.csv } }\n",
    });
    const days = await build("d", join(folder(), "lookups"), "UTC");
    assert.match(days, />Mar 01</);
    for (const timeZone of ["America/New_York", "Pacific/Apia"]) {
      assert.equal(await build("d", join(folder(), "lookups"), timeZone), days);
    }
  });

  it("may be years", async () => {
    const svg = await build("year", "fixtures/cases/p25-year-column-as-temporal/lookups", "UTC");
    assert.match(svg, />1990</);
    assert.match(svg, />2000</);
    assert.doesNotMatch(svg, />\.\d{3}</);
  });
});
