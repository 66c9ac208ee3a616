import stringify from "json-stringify-pretty-compact";
import type { LaidOutFigure } from "../layout/layoutFigure.js";

/** The complete Vega-Lite document: theme and rows inside, at the size of the print. */
export function writeVegaLite({ document, figure }: LaidOutFigure): string {
  const { $schema, description, ...rest } = document;
  const { usermeta } = document;
  const complete = {
    $schema,
    description,
    ...rest,
    usermeta: { ...(usermeta as object | undefined), title: figure.title },
  };
  return `${stringify(complete, { maxLength: 160 })}\n`;
}
