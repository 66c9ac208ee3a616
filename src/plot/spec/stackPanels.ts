import * as z from "zod";
import { UserError } from "../../util/userError.js";
import type { JsonObject } from "./figure.js";
import { isObject, walkViews } from "./walkViews.js";

const requestSchema = z.strictObject({
  belowCm: z.number().positive(),
  /** A parameter of the spec that says whether the panels are stacked; a figure may ask for it at any width. */
  param: z.string().optional(),
});

/**
 * Sets panels that stand side by side below each other on a page that is narrower than the spec says under
 * `usermeta.stack`, or that asks for it: the first `hconcat` becomes a `vconcat`.
 *
 * @throws {UserError} when `usermeta.stack` is not as it has to be
 */
export function stackPanels(spec: JsonObject, specName: string, widthCm: number): JsonObject {
  const request = isObject(spec.usermeta) ? spec.usermeta.stack : undefined;
  if (request === undefined) return spec;
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    throw new UserError(
      `${specName}: "usermeta.stack" has to be like {"belowCm": 11, "param": "isStacked"}.`,
    );
  }
  const { belowCm, param } = parsed.data;
  const given: unknown[] = Array.isArray(spec.params) ? spec.params : [];
  const isAsked = given.some((one) => isObject(one) && one.name === param && one.value === true);
  if (widthCm >= belowCm && !isAsked) return spec;
  let isDone = false;
  const stacked = walkViews(spec, (view) => {
    const { hconcat, ...rest } = view;
    if (isDone || !Array.isArray(hconcat) || hconcat.length < 2) return view;
    isDone = true;
    return { ...rest, vconcat: hconcat as unknown[] };
  });
  const params: unknown[] = Array.isArray(stacked.params) ? stacked.params : [];
  return {
    ...stacked,
    params: params.map((one) =>
      isObject(one) && one.name === param ? { ...one, value: true } : one,
    ),
  };
}
