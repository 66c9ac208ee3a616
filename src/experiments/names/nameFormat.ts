import { own } from "../../util/own.js";
import { allSettings } from "../settings/owners.js";
import type { GivenSettings, RunSettings, SettingKey } from "../settings/runSettings.js";
import type { NameCell, NamePart, Setting, SettingsTable } from "../settings/setting.js";

/** What the segments of a run's name say, by column. */
export type RunNameColumns = Readonly<Record<string, NameCell>>;

/** A run to be named: its settings, and which of them were given. */
export interface NamedSettings {
  readonly settings: RunSettings;
  readonly given: GivenSettings;
}

/** A part of a run's name between two `_`, there and back. */
export interface Segment {
  /** The settings that it is made of, where they are always the same ones. */
  readonly keys?: readonly SettingKey[];
  encode(run: NamedSettings): string;
  /** @returns the columns that it fills */
  decode(text: string): RunNameColumns;
}

/** How the runs of a task are named. */
export interface NameFormat {
  readonly segments: readonly Segment[];
  /** Fewest segments of a name: older programs wrote fewer. Default: all. */
  readonly fewest?: number;
  /** How the second segment begins, which tells formats apart. Default: `op-`. */
  readonly second?: string;
  /** Segments that only some programs append; they are read, never written. */
  readonly appendices: readonly Segment[];
  /** Columns that more than one segment decides. */
  derive?(columns: RunNameColumns): RunNameColumns;
}

/** `<prefix><value>`: `b128`, `op-div`. */
export function joined(prefix: string, key: SettingKey): Segment {
  const part = partOf(key);
  return {
    keys: [key],
    encode: (run) => prefix + write(part, key, run),
    decode: (text) => ({ [part.column]: part.read(text.slice(prefix.length)) }),
  };
}

/** `<prefix>-<value>-<value>`: values may be negative numbers or have an exponent (`rb-1e-09-1e-07-10000-10`). */
export function dashed(prefix: string, ...keys: readonly SettingKey[]): Segment {
  const parts = keys.map((key) => ({ key, part: partOf(key) }));
  return {
    keys,
    encode: (run) => [prefix, ...parts.map(({ key, part }) => write(part, key, run))].join("-"),
    decode(text) {
      const texts = splitParts(text.slice(prefix.length + 1));
      return Object.fromEntries(
        parts.map(({ part }, index) => [part.column, part.read(texts[index] ?? "")]),
      );
    },
  };
}

/** A segment that stands for a text of its own in some case: `z-simple`. */
export function either(
  special: string,
  isSpecial: (settings: RunSettings) => boolean,
  columns: RunNameColumns,
  otherwise: Segment,
): Segment {
  return {
    encode: (run) => (isSpecial(run.settings) ? special : otherwise.encode(run)),
    decode: (text) => (text === special ? columns : otherwise.decode(text)),
  };
}

/** The letters that the settings of a table append to a module's name, in the table's order. */
export function marksOf(settings: RunSettings, table: SettingsTable): string[] {
  const values: Readonly<Record<string, unknown>> = settings;
  return Object.entries(table)
    .map(([key, { mark }]) => mark?.(own(values, key)) ?? "")
    .filter((mark) => mark !== "");
}

/** Splits at the hyphens that are neither a sign nor part of an exponent. */
export function splitParts(text: string): string[] {
  const number = "-?\\d+(?:\\.\\d*)?(?:e[-+]?\\d+)?";
  const part = new RegExp(`(?:^|-)(${number}(?=-|$)|[^-]+)`, "gi");
  return [...text.matchAll(part)].map((match) => match[1]);
}

function write(part: NamePart<unknown>, key: SettingKey, { settings, given }: NamedSettings) {
  return part.write(settings[key], given[key] !== undefined);
}

function partOf(key: SettingKey): NamePart<unknown> {
  const { segment }: Setting<unknown> = allSettings[key];
  if (!segment) throw new Error(`The setting ${key} has no place in names of runs.`);
  return segment;
}
