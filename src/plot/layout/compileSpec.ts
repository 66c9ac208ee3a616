import { UserError } from "../../util/userError.js";
import type { JsonObject } from "../spec/figure.js";
import type { Libraries } from "./loadVega.js";

/** Compiles a complete document to Vega. @throws {UserError} when Vega-Lite cannot make sense of it */
export function compileSpec(
  vegaLite: Libraries["vegaLite"],
  document: JsonObject,
  specName: string,
  logger: object,
): JsonObject {
  try {
    const { spec } = vegaLite.compile(document as never, { logger: logger as never });
    return spec as unknown as JsonObject;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${specName}: Vega-Lite cannot compile it: ${reason}\nOpen the document in the Vega editor to find the place.`,
      1,
      { cause: error },
    );
  }
}
