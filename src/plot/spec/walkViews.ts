import type { JsonObject } from "./figure.js";

/** The keys of a Vega-Lite view that hold further views. */
const childKeys = ["layer", "hconcat", "vconcat", "concat", "spec"] as const;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Rebuilds a Vega-Lite document view by view, outer views first.
 *
 * @param change gets a view and its place, such as `spec.hconcat[0].layer[2]`, and gives what takes its place
 */
export function walkViews(
  view: JsonObject,
  change: (view: JsonObject, path: string) => JsonObject,
  path = "spec",
): JsonObject {
  const changed: Record<string, unknown> = { ...change(view, path) };
  for (const key of childKeys) {
    const children = changed[key];
    if (Array.isArray(children)) {
      changed[key] = children.map((child: unknown, index) =>
        isObject(child) ? walkViews(child, change, `${path}.${key}[${index}]`) : child,
      );
    } else if (isObject(children)) {
      changed[key] = walkViews(children, change, `${path}.${key}`);
    }
  }
  return changed;
}
