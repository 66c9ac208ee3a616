import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../../src/plot/spec/figure.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { readTheme } from "../../src/plot/spec/readTheme.js";
import { setMediaBox } from "../../src/plot/output/pdf/setMediaBox.js";
import { UserError } from "../../src/util/userError.js";
import { layOut, rangeFigure, textsOf } from "../helpers/figures.js";

const $schema = "https://vega.github.io/schema/vega-lite/v6.json";

function userError(...parts: readonly RegExp[]) {
  return (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    for (const part of parts) assert.match(error.message, part);
    return true;
  };
}

function simpleFigure(encoding: object, rows: object[] = [{ a: 1, b: "x" }]): Partial<Figure> {
  return {
    spec: { $schema, data: { name: "rows" }, mark: "point", encoding },
    specName: "mine.vl.json",
    data: { rows },
    params: undefined,
    panels: undefined,
  };
}

describe("bad figures", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "figures "));
  });
  after(() => rm(folder, { recursive: true }));

  async function fileWith(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  it("names file, line and column of broken JSON", async () => {
    const path = await fileWith("broken.vl.json", '{\n  "mark": "point",\n  "data" 1\n}');
    await assert.rejects(readSpec(path), userError(/broken\.vl\.json:3:10/, /not valid JSON/));
    const cut = await fileWith("cut.vl.json", '{\n  "mark":');
    await assert.rejects(readSpec(cut), userError(/cut\.vl\.json:2:10/));
  });

  it("tells a missing file, and JSON that is no Vega-Lite", async () => {
    await assert.rejects(readSpec(join(folder, "no.vl.json")), userError(/there is no such spec/));
    const list = await fileWith("list.json", "[1]");
    await assert.rejects(readSpec(list), userError(/not a JSON object/));
    const vega = await fileWith(
      "vega.json",
      '{"$schema": "https://vega.github.io/schema/vega/v6.json"}',
    );
    await assert.rejects(readSpec(vega), userError(/"\$schema" must name Vega-Lite/, /vega\/v6/));
  });

  it("hands on what Vega-Lite says about a document that it cannot compile", async () => {
    const figure = await rangeFigure({
      ...simpleFigure({}),
      spec: { $schema, data: { name: "rows" } },
    });
    await assert.rejects(layOut(figure), userError(/mine\.vl\.json/, /cannot compile/));
  });

  it("tells data that are not given, and data that the spec does not name", async () => {
    const spec = { $schema, data: { name: "other" }, mark: "point", encoding: {} };
    await assert.rejects(
      layOut(await rangeFigure({ spec, specName: "mine.vl.json", data: { rows: [] } })),
      userError(/mine\.vl\.json: spec\.data names "other"/, /given: rows/),
    );
    await assert.rejects(
      layOut(await rangeFigure({ data: { summary: [{}], extra: [] } })),
      userError(/nothing in the spec uses the data "extra"/, /it names: summary/),
    );
  });

  it("tells fields that the data do not have, with their place and the nearest name", async () => {
    const rows = [{ mean: 1, model: "NRU" }];
    const encoding = { x: { field: "model" }, y: { field: "maen", type: "quantitative" } };
    await assert.rejects(
      layOut(await rangeFigure(simpleFigure(encoding, rows))),
      userError(/spec\.encoding\.y\.field/, /"maen"/, /Did you mean "mean"/),
    );
    const { spec } = simpleFigure(encoding, rows);
    const filtered = { ...spec, encoding: {}, transform: [{ filter: "datum.seed > 1" }] };
    await assert.rejects(
      layOut(await rangeFigure({ ...simpleFigure({}, rows), spec: filtered })),
      userError(/spec\.transform\[0\]\.filter/, /"seed"/),
    );
  });

  it("takes fields that transforms make", async () => {
    const transform = [{ calculate: "datum.a * 2", as: "double" }];
    const encoding = { x: { field: "double", type: "quantitative" } };
    const { spec, ...rest } = simpleFigure(encoding);
    const laidOut = await layOut(await rangeFigure({ ...rest, spec: { ...spec, transform } }));
    assert.deepEqual(laidOut.warnings, []);
  });

  it("takes fields whose names have a dot", async () => {
    const encoding = { x: { field: "test\\.mse", type: "quantitative" } };
    const laidOut = await layOut(await rangeFigure(simpleFigure(encoding, [{ "test.mse": 2 }])));
    assert.deepEqual(laidOut.warnings, []);
  });

  it("tells unknown parameters, panels and themes, and what there is", async () => {
    await assert.rejects(
      layOut(await rangeFigure({ params: { xTitel: "x" } })),
      userError(/no parameter "xTitel"/, /Did you mean "xTitle"\?/, /legendTitle/),
    );
    await assert.rejects(
      layOut(await rangeFigure({ panels: [{ key: "success.rate" }, { key: "success" }] })),
      userError(/no panel "success"/, /success_rate, converged_at, sparse_error/),
    );
    await assert.rejects(
      readTheme("papier"),
      userError(/no theme "papier"/, /Did you mean "paper"\?/),
    );
    const bad = await fileWith("theme.json", '{"name": "x", "config": {}, "colours": [["red"]]}');
    await assert.rejects(readTheme(bad), userError(/theme\.json: "colours\.0\.0"/, /#0072B2/));
  });

  it("tells a pointer of the spec that leads nowhere", async () => {
    const { spec, ...rest } = simpleFigure({});
    const usermeta = { params: { legendTitle: "/encoding/color/legend/title" } };
    await assert.rejects(
      layOut(
        await rangeFigure({ ...rest, spec: { ...spec, usermeta }, params: { legendTitle: 1 } }),
      ),
      userError(/points to "\/encoding\/color\/legend\/title"/),
    );
  });

  it("tells a page that is too small", async () => {
    await assert.rejects(
      layOut(await rangeFigure({ heightCm: 2 })),
      userError(/leave no room for the panels/, /higher/),
    );
  });

  it("reports what Vega warns of", async () => {
    const text = { x: { field: "b", type: "quantitative" } };
    const laidOut = await layOut(await rangeFigure(simpleFigure(text)));
    assert.equal(laidOut.warnings.length, 1);
    assert.match(laidOut.warnings[0], /^mine\.vl\.json: Infinite extent for field "b"/);
  });

  it("reports sizes that do not fit the page, and draws smaller", async () => {
    const { spec, ...rest } = simpleFigure({ x: { field: "b" } });
    const wide = { ...spec, width: { step: 900 } };
    const laidOut = await layOut(await rangeFigure({ ...rest, spec: wide }));
    assert.ok(laidOut.fit.scale < 0.7);
    assert.match(laidOut.warnings.join(), /do not fit the page/);
  });

  it("replaces and reports signs that the font lacks", async () => {
    const rows = [
      { a: 1, b: "A ∪ B" },
      { a: 1, b: "x → ⅓" },
    ];
    const encoding = { x: { field: "b", axis: { labelAngle: 0 } } };
    const laidOut = await layOut(await rangeFigure(simpleFigure(encoding, rows)));
    assert.deepEqual(textsOf(laidOut, "axis-label").filter(Boolean).sort(), ["A U B", "x → ⅓"]);
    assert.equal(laidOut.warnings.length, 1);
    assert.match(laidOut.warnings.join(), /"∪" \(U\+222A\); "U" is drawn/);
    const strange = [...rows, { a: 1, b: "字" }];
    await assert.rejects(
      layOut(await rangeFigure(simpleFigure(encoding, strange))),
      userError(/no glyph for "字" \(U\+5B57\)/, /npm install/),
    );
  });

  it("refuses a PDF that is built in another way than expected", () => {
    assert.throws(() => setMediaBox(Buffer.from("%PDF-1.4"), 10, 10, 10), /one MediaBox/);
  });
});
