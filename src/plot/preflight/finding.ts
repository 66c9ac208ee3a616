/** What a preflight looks at, by the names that a lookup accepts findings under. */
export const printChecks = [
  "type size",
  "colliding labels",
  "cut labels",
  "hidden points",
  "hidden intervals",
  "narrow intervals",
  "hidden lines",
  "points beyond axes",
  "thin lines",
  "many series",
  "merging colours",
  "page width",
] as const;

export type PrintCheck = (typeof printChecks)[number];

/** Something that a printed figure should not have, or that whoever prints it should know. */
export interface Finding {
  readonly check: PrintCheck;
  /** A problem is to be mended; a note is for judging; what is accepted is meant. */
  readonly kind: "problem" | "note" | "accepted";
  /** Where: a panel, a legend, the page. */
  readonly place: string;
  readonly what: string;
  /** What to do about it, or why it is accepted. */
  readonly remedy: string;
}

/**
 * Findings, of which some are meant.
 *
 * @param reasons why, by the check
 * @param place where the reasons stand
 */
export function acceptFindings(
  findings: readonly Finding[],
  reasons: ReadonlyMap<PrintCheck, string>,
  place: string,
): Finding[] {
  const known = findings.map((finding): Finding => {
    const reason = reasons.get(finding.check);
    return reason === undefined ? finding : { ...finding, kind: "accepted", remedy: reason };
  });
  const idle = [...reasons.keys()].filter((check) => !findings.some((one) => one.check === check));
  return [
    ...known,
    ...idle.map((check): Finding => ({
      check,
      kind: "note",
      place,
      what: `${check} are accepted, and there are none`,
      remedy: `Take "${check}" out of it.`,
    })),
  ];
}
