/** A file of a figure that differs from the committed one; that one is undefined where there is none. */
export interface FileDifference {
  readonly name: string;
  readonly old?: Uint8Array;
  readonly now: Uint8Array;
}

/** What a figure was compared by. */
export interface ComparedFigure {
  readonly key: string;
  readonly title: string;
  /** Names of the files that were compared. */
  readonly compared: readonly string[];
  readonly files: readonly FileDifference[];
  /** What it was made from: as the committed record says, and now. */
  readonly inputs: { readonly old: Inputs; readonly now: Inputs };
}

/** A content's hash, or a setting, by the name of each thing that a figure is made from. */
export type Inputs = Readonly<Record<string, string>>;
