import * as z from "zod";
import { didYouMean } from "../../util/text/didYouMean.js";
import { pythonFloat } from "../../util/text/pythonFloat.js";
import { UserError } from "../../util/userError.js";
import { labelOfPrintedRange, type NumberRange, parseNumberRange } from "../values/numberRange.js";
import { parseSampleDistribution, type SampleDistribution } from "../values/sampleDistribution.js";
import { distributionSchema, rangeSchema } from "../values/valueSchemas.js";
import type { NameCell, SettingKind } from "./setting.js";

/** A number's lower limit, with or without itself, and its upper one. */
export interface Limits {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
}

/** Whole numbers; without limits, of at least 0. */
export function wholeNumber(limits: Limits = { least: 0 }): SettingKind<number> {
  const isWhole = (word: string) => /^\s*[+-]?\d[\d_]*\s*$/.test(word);
  const read = (word: string) => (isWhole(word) ? Number(word.replaceAll("_", "")) : undefined);
  return numberKind("int", "a whole number", read, limit(z.int(), limits), limits, String);
}

/** Numbers; without limits, of at least 0. */
export function realNumber(limits: Limits = { least: 0 }): SettingKind<number> {
  const isNumber = (word: string) => /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(word);
  const read = (word: string) => (isNumber(word) ? Number(word) : undefined);
  return numberKind("float", "a number", read, limit(z.number(), limits), limits, pythonFloat);
}

/** A kind whose values may be absent: null in pipeline files. */
export function nullable<Value>(kind: SettingKind<Value>): SettingKind<Value | null> {
  return {
    ...kind,
    schema: kind.schema.nullable(),
    show: (value) => (value === null ? "none" : kind.show(value)),
    write: (value) => (value === null ? "F" : kind.write(value)),
    read: (text) => (text === "F" ? null : kind.read(text)),
  };
}

export const flag: SettingKind<boolean> = {
  values: "none",
  valueName: "",
  parse: () => true,
  schema: z.boolean(),
  show: String,
  write: (value) => (value ? "T" : "F"),
  read: (text) => ({ T: true, F: false })[text] ?? null,
};

/** The name of a module. */
export const moduleName: SettingKind<string> = {
  values: "one",
  valueName: "module",
  parse: ([word]) => word,
  schema: z.string().min(1),
  show: (name) => name,
  write: (name) => name,
  read: (text) => text,
};

/** One of some words. */
export function oneOf<const Value extends string>(choices: readonly Value[]): SettingKind<Value> {
  return {
    values: "one",
    valueName: "choice",
    choices,
    parse([word]) {
      const found = choices.find((candidate) => candidate === word);
      if (found !== undefined) return found;
      throw new UserError(
        `"${word}" is none of ${choices.join(", ")}.${didYouMean(word, choices)}`,
      );
    },
    schema: z.enum(choices),
    show: (value) => value,
    write: (value) => value,
    read: (text) => (text === "" ? null : text),
  };
}

/** One of some whole numbers. */
export function oneOfNumbers<const Value extends number>(
  choices: readonly Value[],
): SettingKind<Value> {
  return {
    values: "one",
    valueName: "int",
    parse([word]) {
      const found = choices.find((candidate) => String(candidate) === word);
      if (found !== undefined) return found;
      throw new UserError(`"${word}" is none of ${choices.join(", ")}.`);
    },
    schema: z.literal(choices),
    show: String,
    write: String,
    read: readNumber,
  };
}

export const numberRange: SettingKind<NumberRange> = {
  values: "one",
  valueName: "python-literal",
  parse: ([word]) => parseNumberRange(word),
  schema: rangeSchema,
  show: ({ text }) => `[${text.join(", ")}]`,
  write: ({ text }) => text.join("-"),
  read: labelOfPrintedRange,
};

export const distribution: SettingKind<SampleDistribution> = {
  values: "words",
  valueName: "words",
  parse: parseSampleDistribution,
  schema: distributionSchema,
  show: ({ family }) => family,
  write: writeDistribution,
  read: (text) => text,
};

function numberKind(
  valueName: string,
  what: string,
  read: (word: string) => number | undefined,
  schema: z.ZodType<number>,
  limits: Limits,
  write: (value: number) => string,
): SettingKind<number> {
  return {
    values: "one",
    valueName,
    parse([word]) {
      const value = read(word);
      if (value === undefined) throw new UserError(`"${word}" is not ${what}.`);
      if (!schema.safeParse(value).success) {
        throw new UserError(`${word} is not ${what} ${describe(limits)}.`);
      }
      return value;
    },
    schema,
    show: String,
    write,
    read: readNumber,
  };
}

const numberPattern = /^-?\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i;

/** A number where the text is one; null where there is none. */
export function readNumber(text: string): NameCell {
  if (text === "") return null;
  return numberPattern.test(text) ? Number(text) : text;
}

/** `u`, `b`, `e-<scale>`, `tn-<means and deviations, cut to whole numbers>`. */
function writeDistribution(distribution: SampleDistribution): string {
  switch (distribution.family) {
    case "uniform":
      return "u";
    case "benford":
      return "b";
    case "exponential":
      return `e-${pythonFloat(distribution.scale)}`;
    case "truncated-normal":
      return [
        "tn",
        Math.trunc(distribution.interpolationMean),
        Math.trunc(distribution.interpolationDeviation),
        Math.trunc(distribution.extrapolationMean),
        Math.trunc(distribution.extrapolationDeviation),
      ].join("-");
  }
}

function limit(schema: z.ZodInt | z.ZodNumber, { least, above, most }: Limits): z.ZodType<number> {
  const low = least === undefined ? schema : schema.min(least);
  const open = above === undefined ? low : low.gt(above);
  return most === undefined ? open : open.max(most);
}

function describe({ least, above, most }: Limits): string {
  const low = above === undefined ? `of at least ${least}` : `above ${above}`;
  return most === undefined ? low : `from ${least} to ${most}`;
}
