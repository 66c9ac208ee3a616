/** Something that a printed figure should not have, or that whoever prints it should know. */
export interface Finding {
  /** A problem is to be mended; a note is for judging. */
  readonly kind: "problem" | "note";
  /** Where: a panel, a legend, the page. */
  readonly place: string;
  readonly what: string;
  readonly remedy: string;
}
