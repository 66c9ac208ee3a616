import { compileSpec } from "./layout/compileSpec.js";
import type { JsonObject } from "./spec/figure.js";
import { loadVega } from "./vega/loadVega.js";

/**
 * Compiles a complete Vega-Lite document, as `renderFigure` writes it for `vl.json`, to Vega: what a page needs to
 * show it without Vega-Lite.
 */
export async function compileFigure(document: string): Promise<JsonObject> {
  const { vega, vegaLite } = await loadVega();
  const parsed = JSON.parse(document) as JsonObject;
  return compileSpec(vegaLite, parsed, vega.logger(vega.None));
}
