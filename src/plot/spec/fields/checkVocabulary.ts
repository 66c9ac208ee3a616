import { own } from "../../../util/own.js";
import { didYouMean } from "../../../util/text/didYouMean.js";
import { UserError } from "../../../util/userError.js";
import type { JsonObject } from "../figure.js";
import { isObject, walkViews } from "../walkViews.js";
import { transformKind, transformKinds } from "./transformFields.js";
import { aggregates, channels, fieldTypes, marks } from "./vocabulary.js";

/**
 * Checks what Vega-Lite passes over with a warning, or answers with an error of its own code: the form of views, and
 * the names of marks, channels, types, aggregations and transforms.
 *
 * @throws {UserError} that names the place and the nearest word
 */
export function checkVocabulary(spec: JsonObject, specName: string): void {
  walkViews(spec, (view, path) => {
    for (const key of ["layer", "hconcat", "vconcat", "concat"]) {
      if (own(view, key) !== undefined) checkList(own(view, key), `${path}.${key}`, "views");
    }
    if (view.spec !== undefined) checkObject(view.spec, `${path}.spec`, "a view");
    if (view.data !== undefined && view.data !== null) {
      checkObject(view.data, `${path}.data`, 'an object such as {"name": "summary"}');
    }
    if (view.params !== undefined) checkList(view.params, `${path}.params`, "parameters");
    if (view.mark !== undefined) checkMark(view.mark, `${path}.mark`);
    if (view.transform !== undefined) checkTransforms(view.transform, `${path}.transform`);
    if (view.encoding !== undefined) checkEncoding(view.encoding, `${path}.encoding`);
    return view;
  });

  function checkMark(mark: unknown, place: string): void {
    const type = isObject(mark) ? mark.type : mark;
    const where = isObject(mark) ? `${place}.type` : place;
    if (typeof type !== "string" || !marks.includes(type))
      throw unknown(where, "mark", type, marks);
  }

  function checkTransforms(transforms: unknown, place: string): void {
    checkList(transforms, place, "transforms").forEach((transform, index) => {
      const here = `${place}[${index}]`;
      if (transformKind(transform) === undefined) {
        throw unknown(here, "transform", Object.keys(transform)[0], transformKinds);
      }
      for (const key of ["aggregate", "joinaggregate"]) {
        if (own(transform, key) === undefined) continue;
        checkList(own(transform, key), `${here}.${key}`, "aggregations").forEach(({ op }, at) => {
          if (typeof op !== "string" || !aggregates.includes(op)) {
            throw unknown(`${here}.${key}[${at}].op`, "aggregation", op, aggregates);
          }
        });
      }
    });
  }

  function checkEncoding(encoding: unknown, place: string): void {
    for (const [channel, definition] of Object.entries(checkObject(encoding, place, "channels"))) {
      const here = `${place}.${channel}`;
      if (!channels.includes(channel)) throw unknown(here, "channel", channel, channels);
      if (definition === null) continue;
      const isList = Array.isArray(definition);
      const list = isList ? checkList(definition, here, "definitions") : [definition];
      list.forEach((one: unknown, index) => {
        const at = isList ? `${here}[${index}]` : here;
        checkChannel(checkObject(one, at, 'a definition such as {"field": "model"}'), at);
      });
    }
  }

  function checkChannel({ type, aggregate }: JsonObject, place: string): void {
    if (type !== undefined && (typeof type !== "string" || !fieldTypes.includes(type))) {
      throw unknown(`${place}.type`, "type", type, fieldTypes);
    }
    if (typeof aggregate === "string" && !aggregates.includes(aggregate)) {
      throw unknown(`${place}.aggregate`, "aggregation", aggregate, aggregates);
    }
  }

  function checkObject(value: unknown, place: string, wanted: string): JsonObject {
    if (isObject(value)) return value;
    throw new UserError(`${specName}: ${place} is ${shown(value)}, expected ${wanted}.`);
  }

  function checkList(value: unknown, place: string, wanted: string): JsonObject[] {
    if (!Array.isArray(value)) {
      throw new UserError(
        `${specName}: ${place} is ${shown(value)}, expected a list of ${wanted}.`,
      );
    }
    return value.map((item, index) =>
      checkObject(item, `${place}[${index}]`, `one of the ${wanted}`),
    );
  }

  function unknown(
    place: string,
    what: string,
    value: unknown,
    known: readonly string[],
  ): UserError {
    const near = typeof value === "string" ? didYouMean(value, known) : "";
    return new UserError(
      `${specName}: ${place}: there is no ${what} ${shown(value)}.${near}\nThere are: ${known.join(", ")}.`,
    );
  }
}

/** A value as a message shows it: JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
