/** A cell of a table for people. */
export interface PeopleCell {
  readonly text: string;
  /** The same as LaTeX, bold where it is the best; without it the text is escaped. */
  readonly latex?: string;
  /** Whether it is the best of its row. */
  readonly isBest?: boolean;
}

/** Rows as people read them: what is text and what a number was is decided. */
export interface PeopleRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly PeopleCell[])[];
  /** Indices of the rows with a rule above them. */
  readonly rules?: ReadonlySet<number>;
  /** Indices of the columns of numbers. */
  readonly numbers: ReadonlySet<number>;
  /** Who sets the numbers in LaTeX: the table, or the package siunitx. */
  readonly numbersBy?: "plain" | "siunitx";
}

/** A table that can stand in a paper. */
export interface PeopleTable extends PeopleRows {
  readonly caption: string;
  /** For `\ref`: `tab:accuracy`. */
  readonly label: string;
}
