import type { JsonObject } from "./figure.js";

/** Of the document as a whole: they do not go into the view that a footnote stands below. */
const topLevel = [
  "$schema",
  "background",
  "padding",
  "autosize",
  "config",
  "datasets",
  "params",
  "usermeta",
];

/**
 * Writes a line of small type below a document: as its title where it has none, else below a view that holds all of it.
 *
 * @param text nothing is added without one
 */
export function addFootnote(spec: JsonObject, text: string | undefined): JsonObject {
  if (text === undefined) return spec;
  const title = {
    text,
    orient: "bottom",
    anchor: "end",
    frame: "bounds",
    fontSize: 6,
    fontWeight: 400,
    offset: 5,
    color: "#666666",
  };
  const isSingle = !("vconcat" in spec || "hconcat" in spec || "concat" in spec);
  if (!isSingle && spec.title === undefined) return { ...spec, title };
  const outer = Object.entries(spec).filter(([key]) => topLevel.includes(key));
  const inner = Object.entries(spec).filter(([key]) => !topLevel.includes(key));
  return { ...Object.fromEntries(outer), vconcat: [Object.fromEntries(inner)], title };
}
