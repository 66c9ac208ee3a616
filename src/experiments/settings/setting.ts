import type * as z from "zod";

/** What a segment of a run's name says, as exported tables hold it. */
export type NameCell = string | number | boolean | null;

/** How the values of some kind are typed, written in pipeline files and shown. */
export interface SettingKind<Value> {
  /** A flag takes no words on a command line, `words` take one or more. */
  readonly values: "none" | "one" | "words";
  /** What the value is, for the help: `float`, `python-literal`. Empty for a flag. */
  readonly valueName: string;
  readonly choices?: readonly string[];
  /** @throws {UserError} when the words of a command line are no value of this kind */
  parse(words: readonly string[]): Value;
  /** The value in a pipeline file. */
  readonly schema: z.ZodType<Value>;
  /** A value as the help shows it. */
  show(value: Value): string;
  /** A value as Python prints it, which is what names of runs hold. */
  write(this: void, value: Value): string;
  /** What such a text says, for exported tables. */
  read(this: void, text: string): NameCell;
}

/** How a setting stands in the names of runs, there and back. */
export interface NamePart<Value> {
  /** The column of exported tables that holds what the name says. */
  readonly column: string;
  /** @param isGiven whether the value was given; some defaults are written in another way */
  write(this: void, value: Value, isGiven: boolean): string;
  read(this: void, text: string): NameCell;
}

/** One thing that can be chosen of a run, said once: all that is known of it derives from here. */
export interface Setting<Value> {
  /** Its name on the original's command line, without hyphens in front; null: it has none there. */
  readonly option: string | null;
  /** Its name on another script's. */
  readonly alias?: string;
  readonly kind: SettingKind<Value>;
  readonly default: Value;
  /** For the help: what it is, in a few words. */
  readonly doc: string;
  readonly segment?: NamePart<Value>;
  /** Letters that a value appends to the module's name in names of runs; empty for most values. */
  mark?(this: void, value: Value): string;
}

/** The settings of one owner (training, a task, a module), by their keys in pipeline files. */
export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;

/**
 * A row of a table.
 *
 * @param naming how it stands in names of runs, where it does: what is not said is what its kind writes
 */
export function setting<Value>(
  option: string | null,
  kind: SettingKind<Value>,
  standard: NoInfer<Value>,
  doc: string,
  naming: Partial<NamePart<NoInfer<Value>>> & Pick<Setting<NoInfer<Value>>, "mark" | "alias"> = {},
): Setting<Value> {
  const { column, mark, alias, write = kind.write, read = kind.read } = naming;
  const segment = column === undefined ? undefined : { column, write, read };
  return {
    option,
    kind,
    default: standard,
    doc,
    ...(segment && { segment }),
    ...(mark && { mark }),
    ...(alias !== undefined && { alias }),
  };
}

/** The values of a table's settings. */
export type SettingsOf<Table extends SettingsTable> = {
  readonly [Key in keyof Table]: Table[Key]["default"];
};

/** The defaults of a table's settings. */
export function defaultsOf<Table extends SettingsTable>(table: Table): SettingsOf<Table> {
  const defaults = Object.entries(table).map(([key, setting]) => [key, setting.default]);
  return Object.fromEntries(defaults) as SettingsOf<Table>;
}

/** The zod schemas of a table's settings. */
export function schemasOf<Table extends SettingsTable>(
  table: Table,
): { [Key in keyof Table]: z.ZodType<Table[Key]["default"]> } {
  const schemas = Object.entries(table).map(([key, { kind }]) => [key, kind.schema]);
  return Object.fromEntries(schemas) as ReturnType<typeof schemasOf<Table>>;
}
