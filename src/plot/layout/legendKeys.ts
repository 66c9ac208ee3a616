import { UserError } from "../../util/userError.js";
import type { JsonObject } from "../spec/figure.js";
import { isObject } from "../spec/walkViews.js";

/** What a key of a legend shows: its symbol on a bar, as marks with intervals have, or a piece of its line. */
const kinds = ["horizontalBar", "verticalBar", "line"] as const;
type Kind = (typeof kinds)[number];

/** The width of a line in points where the theme does not say. */
const usualLineWidth = 1.3;

/**
 * Makes the keys of a compiled document's legends look like the marks that they stand for, as the spec says under
 * `usermeta.legendKeys`: `horizontalBar`, `verticalBar` or `line`.
 *
 * @throws {UserError} for another word there
 */
export function withLegendKeys(compiled: JsonObject, { usermeta, config }: JsonObject): JsonObject {
  const asked = isObject(usermeta) ? usermeta.legendKeys : undefined;
  if (asked === undefined) return compiled;
  const kind = kinds.find((one) => one === asked);
  if (kind === undefined) {
    throw new UserError(
      `"usermeta.legendKeys": expected one of ${kinds.join(", ")}, found ${JSON.stringify(asked)}.`,
    );
  }
  const style = isObject(config) && isObject(config.style) ? config.style : {};
  const line = isObject(style.centreLine) ? style.centreLine.strokeWidth : undefined;
  return inGroup(compiled, kind, typeof line === "number" ? line : usualLineWidth);
}

function inGroup(group: JsonObject, kind: Kind, lineWidth: number): JsonObject {
  const { legends, marks } = group;
  return {
    ...group,
    ...(Array.isArray(legends) && {
      legends: (legends as unknown[]).map((legend) =>
        isObject(legend) ? withKeys(legend, kind, lineWidth) : legend,
      ),
    }),
    ...(Array.isArray(marks) && {
      marks: (marks as unknown[]).map((mark) =>
        isObject(mark) && mark.type === "group" ? inGroup(mark, kind, lineWidth) : mark,
      ),
    }),
  };
}

function withKeys(legend: JsonObject, kind: Kind, lineWidth: number): JsonObject {
  const own =
    kind === "line" ? lineKey(legend, lineWidth) : barKey(legend, kind === "horizontalBar");
  if (own === undefined) return legend;
  const encode = isObject(legend.encode) ? legend.encode : {};
  const symbols = isObject(encode.symbols) ? encode.symbols : {};
  const update = isObject(symbols.update) ? symbols.update : {};
  return {
    ...legend,
    encode: { ...encode, symbols: { ...symbols, update: { ...update, ...own } } },
  };
}

function lineKey({ stroke, strokeDash }: JsonObject, lineWidth: number): JsonObject | undefined {
  if (stroke === undefined && strokeDash === undefined) return undefined;
  return { strokeWidth: { value: lineWidth }, size: { value: 256 }, opacity: { value: 1 } };
}

/** A circle as a path: only paths can be joined to others. */
const circle = "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z";

function barKey(
  { fill, stroke, shape }: JsonObject,
  isHorizontal: boolean,
): JsonObject | undefined {
  const colour = fill ?? stroke;
  if (typeof colour !== "string") return undefined;
  const bar = isHorizontal ? "M-2.8,0H2.8" : "M0,-2.2V2.2";
  const own = typeof shape === "string" ? `scale('${shape}', datum.value)` : "'circle'";
  return {
    shape: { signal: `'${bar}' + (${own} === 'circle' ? '${circle}' : ${own})` },
    size: { value: 14 },
    stroke: { scale: colour, field: "value" },
    strokeWidth: { value: 0.9 },
    opacity: { value: 1 },
  };
}
