import { UserError } from "../../util/userError.js";
import * as z from "zod";
import { readNumber, wholeNumber, oneOf } from "./kinds.js";
import { setting, type SettingKind, type SettingsTable } from "./setting.js";

export const modelSimplifications = ["none", "solved-accumulator", "pass-through"] as const;
export type ModelSimplification = (typeof modelSimplifications)[number];

/** Epochs between two rows of metrics. */
export const epochsBetweenRows = 5;

const digitsPattern = /^(?!.*(\d).*\1)\d+$/;

/** Some of the ten digits. */
const digits: SettingKind<string> = {
  values: "one",
  valueName: "digits",
  parse([word]) {
    if (digitsPattern.test(word)) return word;
    throw new UserError(`"${word}" is not a list of digits, each once, such as 123456789.`);
  },
  schema: z.string().regex(digitsPattern),
  show: (value) => value,
  write: (value) => value,
  read: (text) => text,
};

/** Lengths of sequences. */
const lengths: SettingKind<readonly number[]> = {
  values: "one",
  valueName: "python-literal",
  parse([word]) {
    const found = /^\s*\[\s*(\d+(?:\s*,\s*\d+)*)\s*,?\s*\]\s*$/.exec(word);
    const values = found?.[1].split(",").map(Number) ?? [];
    if (values.length > 0 && values.every((length) => length >= 1)) return values;
    throw new UserError(`"${word}" is not a list of lengths of at least 1, such as [100, 1000].`);
  },
  schema: z.array(z.int().min(1)).min(1),
  show: (value) => `[${value.join(", ")}]`,
  write: (value) => value.join("-"),
  read: (text) => text,
};

/** What the task reads that learns arithmetic on sequences of images. */
export const sequenceSettings = {
  /** Which digits sequences are made of. */
  mnistDigits: setting("mnist-digits", digits, "0123456789", "digits that sequences are made of", {
    column: "digits",
  }),
  /** Numbers that the image network says of each image. */
  mnistOutputs: setting(
    "mnist-outputs",
    wholeNumber({ least: 1 }),
    1,
    "outputs of the image network",
    { column: "hidden.size" },
  ),
  modelSimplification: setting(
    "model-simplification",
    oneOf(modelSimplifications),
    "none",
    "an exact accumulator, or none at all, in place of the cell",
    {
      column: "model.simplification",
      write: (value) => value[0],
      read: (text) => modelSimplifications.find((value) => value.startsWith(text)) ?? text,
    },
  ),
  /** Epochs run from 0 to this one inclusive. */
  maxEpochs: setting("max-epochs", wholeNumber(), 1000, "index of the last epoch"),
  /** Length of the sequences of training and validation. */
  interpolationLength: setting(
    "interpolation-length",
    wholeNumber({ least: 1 }),
    10,
    "length of training sequences",
    { column: "interpolation.length", read: readNumber },
  ),
  /** Lengths of the sequences of the test. */
  extrapolationLengths: setting(
    "extrapolation-lengths",
    lengths,
    [100, 1000],
    "lengths of test sequences",
    { column: "extrapolation.lengths" },
  ),
} satisfies SettingsTable;
