import * as z from "zod";
import { own, setOwn } from "../../util/own.js";
import { UserError } from "../../util/userError.js";
import { contourRings } from "./contourRings.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

type Datasets = Readonly<Record<string, readonly object[]>>;

const requestSchema = z.strictObject({
  data: z.strictObject({ name: z.string() }),
  x: z.string(),
  y: z.string(),
  z: z.string(),
  by: z.array(z.string()).default([]),
  levels: z
    .array(z.number())
    .min(1)
    .refine((levels) => levels.every((level, at) => at === 0 || level > levels[at - 1]), {
      message: "expected numbers in increasing order",
    }),
});

/**
 * Makes the data sources that a spec lists under `usermeta.contours`, by name: filled contours of a grid, which
 * Vega-Lite has no transform for. The grid itself is left out when no view shows it.
 *
 * @throws {UserError} when a request is not as it has to be, or its grid has gaps
 */
export function addContours(spec: JsonObject, specName: string, data: Datasets): Datasets {
  const requests = isObject(spec.usermeta) ? spec.usermeta.contours : undefined;
  if (!isObject(requests)) return data;
  const added: Record<string, readonly object[]> = {};
  const grids = new Set<string>();
  for (const [name, request] of Object.entries(requests)) {
    const place = (...steps: readonly PropertyKey[]) =>
      `${specName}: "${["usermeta.contours", name, ...steps.map(String)].join(".")}"`;
    const checked = requestSchema.safeParse(request);
    if (!checked.success) {
      const { path, message } = checked.error.issues[0];
      throw new UserError(
        `${place(...path)}: ${message}.\nIt has to be like {"data": {"name": "grid"}, "x": "w1", "y": "w2", "z": "loss", "levels": [1, 2, 3]}.`,
      );
    }
    const grid = own(data, checked.data.data.name);
    if (grid === undefined) continue;
    grids.add(checked.data.data.name);
    const { x, y, z: height, by } = checked.data;
    const missing = [x, y, height, ...by].find((column) =>
      grid.some((row) => !Object.hasOwn(row, column)),
    );
    if (missing !== undefined) {
      throw new UserError(
        `${place()} names the field "${missing}", which the data "${checked.data.data.name}" do not have.\nThey have: ${Object.keys(grid[0]).join(", ")}.`,
      );
    }
    setOwn(added, name, contourRings(grid, checked.data));
  }
  const shown = namesInViews(spec);
  const kept = Object.entries(data).filter(([name]) => !grids.has(name) || shown.has(name));
  return { ...Object.fromEntries(kept), ...added };
}

function namesInViews(spec: JsonObject): Set<string> {
  const names = new Set<string>();
  walkViews(spec, (view) => {
    if (isObject(view.data) && typeof view.data.name === "string") names.add(view.data.name);
    return view;
  });
  return names;
}
