import { own, setOwn } from "../../util/own.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { checkParam } from "./checkParam.js";
import type { JsonObject } from "./figure.js";
import { isObject } from "./walkViews.js";

/**
 * Sets what a spec lets others set, by name: the `value` of an entry of the document's `params`, or the places that
 * `usermeta.params` lists for the name as JSON pointers (RFC 6901), for properties where Vega-Lite takes no expression.
 *
 * @throws {UserError} when the spec has no such name, a pointer of the spec leads nowhere, or the parameter does not
 *   take the value
 */
export function applyParams(
  spec: JsonObject,
  specName: string,
  params: Readonly<Record<string, unknown>>,
): JsonObject {
  const document = structuredClone(spec) as Record<string, unknown>;
  const declared = Array.isArray(document.params) ? document.params.filter(isObject) : [];
  const pointers = pointersByName(document);
  for (const [name, value] of Object.entries(params)) {
    const entry = declared.find((param) => param.name === name) as { value: unknown } | undefined;
    const places = own(pointers, name);
    if (entry === undefined && places === undefined) {
      const names = [...declared.map((param) => String(param.name)), ...Object.keys(pointers)];
      throw new UserError(
        `${specName} has no parameter "${name}".${didYouMean(name, names)}\nIt has: ${names.join(", ") || "none"}. Parameters are declared in the spec, under "params" or "usermeta.params".`,
      );
    }
    const where = `${specName}: the parameter "${name}"`;
    if (entry !== undefined) {
      checkParam(spec, name, where, value, entry.value);
      entry.value = value;
    }
    for (const pointer of places ?? []) {
      const { holder, key } = placeAt(document, pointer, where);
      if (entry === undefined) checkParam(spec, name, where, value, ownValue(holder, key));
      setOwn(holder, key, value);
    }
  }
  dropReplaced(document, declared, specName);
  return document;
}

/** Sets to null what `usermeta.instead` lists for a parameter that is true: what is shown instead of it. */
function dropReplaced(
  document: JsonObject,
  declared: readonly JsonObject[],
  specName: string,
): void {
  for (const [name, places] of Object.entries(pointersByName(document, "instead"))) {
    if (declared.find((param) => param.name === name)?.value !== true) continue;
    for (const pointer of places) {
      const { holder, key } = placeAt(document, pointer, `${specName}: the parameter "${name}"`);
      setOwn(holder, key, null);
    }
  }
}

function pointersByName(
  document: JsonObject,
  under: "params" | "instead" = "params",
): Record<string, readonly string[]> {
  const params = isObject(document.usermeta) ? document.usermeta[under] : undefined;
  if (!isObject(params)) return {};
  return Object.fromEntries(
    Object.entries(params).map(([name, places]) => [
      name,
      (Array.isArray(places) ? places : [places]).map(String),
    ]),
  );
}

/** The object or list that a pointer leads to, and the last step. */
function placeAt(
  document: JsonObject,
  pointer: string,
  where: string,
): { holder: Record<string, unknown>; key: string } {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.pop();
  let holder: unknown = document;
  for (const step of steps) holder = ownValue(holder, step);
  // A name that the holder only inherits, as "__proto__", would change every object of the program.
  const isInherited = last !== undefined && Object.hasOwn(Object.prototype, last);
  if (last === undefined || isInherited || typeof holder !== "object" || holder === null) {
    throw new UserError(
      `${where}: "usermeta" points to ${JSON.stringify(pointer)}, which is not in the spec.\nCorrect the pointer (RFC 6901).`,
    );
  }
  return { holder: holder as Record<string, unknown>, key: last };
}

function ownValue(holder: unknown, step: string): unknown {
  return typeof holder === "object" && holder !== null
    ? own(holder as Record<string, unknown>, step)
    : undefined;
}
