import * as z from "zod";
import { UserError } from "../../util/userError.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

const requestSchema = z.strictObject({ panelCm: z.number().positive() });

/** What the title of a legend takes beside its bar of colours, in centimetres. */
const legendTitleCm = 2.8;

/**
 * Gives panels of a facet fewer columns on a page that is too narrow for all, as the spec asks under `usermeta.fold`, and a
 * bar of colours no more length than there is.
 *
 * @param isFixed whether somebody has said how many columns there are
 * @throws {UserError} when `usermeta.fold` is not as it has to be
 */
export function foldPanels(
  spec: JsonObject,
  specName: string,
  widthCm: number,
  isFixed: boolean,
): JsonObject {
  const request = isObject(spec.usermeta) ? spec.usermeta.fold : undefined;
  if (request === undefined) return spec;
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    throw new UserError(`${specName}: "usermeta.fold" has to be like {"panelCm": 3.3}.`);
  }
  const most = Math.max(1, Math.floor(widthCm / parsed.data.panelCm));
  const longest = Math.max(20, Math.floor(((widthCm - legendTitleCm) / 2.54) * 72));
  return walkViews(spec, (view) => {
    const { columns, encoding } = view;
    return {
      ...view,
      ...(!isFixed && typeof columns === "number" && { columns: Math.min(columns, most) }),
      ...(isObject(encoding) && { encoding: withLength(encoding, longest) }),
    };
  });
}

function withLength(encoding: JsonObject, longest: number): JsonObject {
  const { color } = encoding;
  if (!isObject(color) || !isObject(color.legend)) return encoding;
  const { gradientLength } = color.legend;
  if (typeof gradientLength !== "number" || gradientLength <= longest) return encoding;
  return { ...encoding, color: { ...color, legend: { ...color.legend, gradientLength: longest } } };
}
