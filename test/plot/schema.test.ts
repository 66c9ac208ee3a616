import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import { renderFigure } from "../../src/plot/index.js";
import { readSpec } from "../../src/plot/spec/readSpec.js";
import { themeNames } from "../../src/plot/spec/readTheme.js";

const { resolve } = createRequire(import.meta.url);
const folder = new URL("../../figures/", import.meta.url).pathname;
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".vl.json"))
  .map((file) => file.replace(".vl.json", ""));

describe("the schema of Vega-Lite", () => {
  let validate: ValidateFunction;
  before(() => {
    const schema = JSON.parse(
      readFileSync(resolve("vega-lite/vega-lite-schema.json"), "utf8"),
    ) as object;
    validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  });

  function assertValid(document: unknown): void {
    const isValid = validate(document);
    const complaints = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message}`,
    );
    assert.ok(isValid, [...new Set(complaints)].slice(-8).join("\n"));
  }

  it("finds what is no Vega-Lite", () => {
    assert.throws(() => assertValid({ mark: "point", encoding: { x: { fild: "a" } }, data: {} }));
  });

  for (const name of names) {
    it(`allows ${name} as it stands, and as it is written with rows, theme and sizes`, async () => {
      const { spec, file } = await readSpec(name);
      assertValid(spec);
      for (const theme of await themeNames()) {
        const figure = {
          ...{ spec, specName: file, theme, title: "Sample" },
          data: spec.datasets as Record<string, object[]>,
          ...{ widthCm: 10, heightCm: 9, isHeightFree: true, footnote: "As published" },
        };
        const files = await renderFigure(figure, ["vl.json"], { onWarning: () => undefined });
        assertValid(JSON.parse(String(files.get("vl.json"))));
      }
    });
  }
});
