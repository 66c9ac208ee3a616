import type { JsonObject } from "../spec/figure.js";
import type { Libraries } from "../vega/loadVega.js";
import { withLegendKeys } from "./legendKeys.js";

/** Compiles a complete document to Vega. @throws what Vega-Lite throws */
export function compileSpec(
  vegaLite: Libraries["vegaLite"],
  document: JsonObject,
  logger: object,
): JsonObject {
  const { spec } = vegaLite.compile(document as never, { logger: logger as never });
  return withLegendKeys(spec as unknown as JsonObject, document);
}
