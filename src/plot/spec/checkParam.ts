import * as z from "zod";
import { own } from "../../util/own.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { shown } from "./fields/checkVocabulary.js";
import type { JsonObject } from "./figure.js";
import { isObject } from "./walkViews.js";

/** What `usermeta.choices` may say of a parameter: the values that it can have, or the bounds of a number. */
const choiceSchema = z.union([
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1),
  z.strictObject({
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    integer: z.boolean().optional(),
  }),
]);

/**
 * Checks the value that a lookup gives a parameter: by the choices that the spec lists, and by the kind of value that
 * the spec has there. A parameter that is `null` or missing there takes anything.
 *
 * @param where file and name of the parameter, for messages
 * @param before the value in the spec
 * @throws {UserError} that says what the parameter takes
 */
export function checkParam(
  spec: JsonObject,
  name: string,
  where: string,
  value: unknown,
  before: unknown,
): void {
  const choice = choiceOf(spec, name, where);
  if (Array.isArray(choice)) {
    if ((choice as unknown[]).includes(value)) return;
    const words = choice.filter((one) => typeof one === "string");
    const near = typeof value === "string" ? didYouMean(value, words) : "";
    throw wrong(where, value, `one of ${choice.map((one) => String(one)).join(", ")}`, near);
  }
  const wanted = kindOf(before);
  const given = kindOf(value);
  if (wanted !== undefined && given !== wanted && !(value === null && wanted === "text")) {
    throw wrong(where, value, article[wanted]);
  }
  if (choice === undefined || typeof value !== "number") return;
  const { minimum = -Infinity, maximum = Infinity, integer = false } = choice;
  if (value >= minimum && value <= maximum && (!integer || Number.isInteger(value))) return;
  const bounds = [
    ...(minimum > -Infinity ? [`from ${minimum}`] : []),
    ...(maximum < Infinity ? [`to ${maximum}`] : []),
  ];
  throw wrong(where, value, [integer ? "a whole number" : "a number", ...bounds].join(" "));
}

function choiceOf(spec: JsonObject, name: string, where: string) {
  const choices = isObject(spec.usermeta) ? spec.usermeta.choices : undefined;
  if (!isObject(choices) || !Object.hasOwn(choices, name)) return undefined;
  const parsed = choiceSchema.safeParse(own(choices, name));
  if (parsed.success) return parsed.data;
  throw new UserError(
    `${where}: "usermeta.choices" of the spec has to be a list of values, or {"minimum": 1, "maximum": 9, "integer": true}.`,
  );
}

type Kind = "text" | "number" | "truth" | "list" | "object";

const article: Readonly<Record<Kind, string>> = {
  text: "a text",
  number: "a number",
  truth: "true or false",
  list: "a list",
  object: "names with values, as { loss: Loss }",
};

/** Undefined for what says nothing: nothing at all, or an expression. */
function kindOf(value: unknown): Kind | undefined {
  if (Array.isArray(value)) return "list";
  if (isObject(value)) return "expr" in value ? undefined : "object";
  // An order is a word, or a list of the values in their order.
  if (value === "ascending" || value === "descending") return undefined;
  if (typeof value === "string") return "text";
  if (typeof value === "number") return Number.isFinite(value) ? "number" : undefined;
  return typeof value === "boolean" ? "truth" : undefined;
}

function wrong(where: string, value: unknown, wanted: string, near = ""): UserError {
  return new UserError(`${where} is ${shown(value)}, expected ${wanted}.${near}`);
}
