import { UserError } from "../../util/userError.js";
import type { JsonObject, Panel } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

const concats = ["hconcat", "vconcat", "concat"] as const;

/**
 * Keeps the named views of a concatenation, in the given order, and gives them their titles.
 *
 * @throws {UserError} when the spec has no concatenation with a view of that name
 */
export function selectPanels(
  spec: JsonObject,
  specName: string,
  panels: readonly Panel[],
): JsonObject {
  let found = false;
  const names: string[] = [];
  const selected = walkViews(spec, (view) => {
    const concat = concats.find((key) => Array.isArray(view[key]));
    if (concat === undefined) return view;
    const views = (view[concat] as unknown[]).filter(isObject);
    const chosen = panels.map((panel) => {
      const match = views.find((candidate) => candidate.name === viewName(panel.key));
      return match === undefined ? undefined : withTitle(match, panel.title);
    });
    for (const { name } of views) if (typeof name === "string") names.push(name);
    if (found || chosen.some((choice) => choice === undefined)) return view;
    found = true;
    return { ...view, [concat]: chosen };
  });
  if (found) return selected;
  const unknown = panels.find((panel) => !names.includes(viewName(panel.key)));
  throw new UserError(
    `${specName} has no panel "${unknown?.key ?? panels[0]?.key}".\nIts panels (named views of one concatenation) are: ${names.join(", ") || "none"}.`,
  );
}

/** Vega builds names of signals from the names of views: only letters, digits and `_` are safe there. */
function viewName(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, "_");
}

function withTitle(view: JsonObject, title: string | undefined): JsonObject {
  if (title === undefined) return view;
  return { ...view, title: isObject(view.title) ? { ...view.title, text: title } : title };
}
