import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as vega from "vega";
import { compile } from "vega-lite";
import { readSpec } from "../../src/plot/spec/readSpec.js";

const folder = new URL("../../figures/", import.meta.url).pathname;
const specs = readdirSync(folder)
  .filter((file) => file.endsWith(".vl.json"))
  .map((file) => file.replace(".vl.json", ""));

/** What the Vega editor does with a document. */
async function open(spec: object): Promise<{ svg: string; messages: string[] }> {
  const messages: string[] = [];
  const logger = vega.logger(vega.None);
  logger.warn = logger.error = (...parts: unknown[]) => {
    messages.push(parts.map(String).join(" "));
    return logger;
  };
  const compiled = compile(spec as never, { logger: logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger });
  const svg = await view.toSVG();
  view.finalize();
  return { svg, messages };
}

describe("the specs in figures/", () => {
  for (const name of specs) {
    it(`${name} draws its sample as it stands, without a warning`, async () => {
      const { spec } = await readSpec(name);
      const { svg, messages } = await open(spec);
      assert.deepEqual(messages, []);
      const marks = [...svg.matchAll(/class="mark-(?!text|group)\w+ role-mark[^"]*"[^]*?<\/g>/g)];
      const shapes = marks.flatMap(([mark]) => mark.match(/<path [^>]*d="M[^"]{5,}|<line /g) ?? []);
      assert.ok(shapes.length >= 4, `${shapes.length}`);
      assert.ok(!svg.includes("NaN"));
    });
  }
});
