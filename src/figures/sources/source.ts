import type { PeopleTable } from "../../tables/peopleTable.js";
import type { Table } from "../../tables/table.js";
import type { FigureNumbers } from "../numbers/computeFigure.js";
import type { ResolvedData } from "../resolve/resolvedFigure.js";

/** What a source may use. */
export interface SourceContext {
  readonly figure: ResolvedData;
  /** Values of the spec's parameters, as the lookup sets them or the spec does. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether the spec asks (under `usermeta.aligned`) for values of a source at steps that runs share. */
  readonly isAligned: (source: string) => boolean;
  /** The judged and summarised runs: computed once, however many sources ask. */
  readonly numbers: () => Promise<FigureNumbers>;
  /** Told about everything that was left out or could not be read. */
  readonly warn: (message: string) => void;
}

export interface SourceData {
  /** What the spec is given. */
  readonly rows: readonly object[];
  /** The same for people, by what comes after the key in the file's name: "" for the figure's numbers. */
  readonly tables: Readonly<Record<string, Table>>;
  /** The numbers as a table of a paper has them. */
  readonly people?: PeopleTable;
}

/** A data source that any spec may name. */
export interface Source {
  readonly name: string;
  /** What it holds, in half a sentence: a row for each what, with which columns. */
  readonly about: string;
  /**
   * @throws {UserError} when data are missing or cannot be read
   */
  readonly load: (context: SourceContext) => Promise<SourceData>;
}
