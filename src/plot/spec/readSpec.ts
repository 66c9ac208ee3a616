import { figuresFolder } from "./resources.js";
import { UserError } from "../../util/userError.js";
import { parseJson, readJsonFile } from "./readJsonFile.js";
import type { JsonObject } from "./figure.js";

/**
 * Reads a spec by its name (a file of `figures/` without `.vl.json`) or by its path.
 *
 * @returns the document, and the file that it was read from
 * @throws {UserError} when there is no such file, it is not JSON, or not a Vega-Lite document
 */
export async function readSpec(
  nameOrPath: string,
): Promise<{ readonly spec: JsonObject; readonly file: string }> {
  const isPath = /[\\/]|\.json$/.test(nameOrPath);
  const file = isPath ? nameOrPath : `${figuresFolder}/${nameOrPath}.vl.json`;
  const spec = await readJsonFile(file, "spec");
  assertVegaLite(spec, file);
  return { spec, file };
}

/**
 * The spec that a file holds.
 *
 * @throws {UserError} as `readSpec` does
 */
export function parseSpec(text: string, file: string): JsonObject {
  const spec = parseJson(text, file);
  assertVegaLite(spec, file);
  return spec;
}

/** @throws {UserError} when a value is not a Vega-Lite document by its shape and `$schema` */
export function assertVegaLite(spec: unknown, file: string): asserts spec is JsonObject {
  const remedy =
    'A spec is a Vega-Lite document: it starts with {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", ...}.';
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new UserError(`${file}: not a JSON object.\n${remedy}`);
  }
  const { $schema } = spec as JsonObject;
  if (typeof $schema !== "string" || !/\/vega-lite\/v\d+/.test($schema)) {
    const found = $schema === undefined ? "there is none" : `it says ${JSON.stringify($schema)}`;
    throw new UserError(`${file}: "$schema" must name Vega-Lite, but ${found}.\n${remedy}`);
  }
}
