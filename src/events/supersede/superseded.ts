import type { TagKind } from "../decode/tag.js";

/** Why a value was left out although it was read. */
export type SupersededReason =
  /** A session start took its step back (`purge_step`). */
  | "session-start"
  /** A later file of the run began at an earlier step of its tag. */
  | "new-file"
  /** Its step was logged again in the same file. */
  | "same-step"
  /** Its step was logged in another file of the run, too. */
  | "other-file"
  /** A later value of its tag had no greater step (`supersede: "step"`). */
  | "step-back";

/** Values of one tag that others took the place of. */
export interface Superseded {
  readonly tag: string;
  readonly kind: TagKind;
  readonly reason: SupersededReason;
  readonly values: number;
  /** All values of the tag that were read, the superseded ones included. */
  readonly logged: number;
  /** The step of the first and of the last of them by their steps. */
  readonly firstStep: number;
  readonly lastStep: number;
}

const reasons: Record<SupersededReason, string> = {
  "session-start": "taken back by a session start (purge_step)",
  "new-file": "replaced after a restart: a later file begins at an earlier step",
  "same-step": "the same step was logged again; the last value of a step is kept",
  "other-file": "several files logged the same step; the value of the last file is kept",
  "step-back": "a later value has no greater step (--supersede step)",
};

const mostTagsNamed = 5;

/**
 * One line for people for each reason: run, tags, how many, why, and the option that keeps the values.
 * `option` is that option, such as `--supersede none`.
 */
export function describeSuperseded(
  run: string,
  superseded: readonly Superseded[],
  option: string,
): string[] {
  const byReason = new Map<SupersededReason, Superseded[]>();
  for (const entry of superseded) {
    byReason.set(entry.reason, [...(byReason.get(entry.reason) ?? []), entry]);
  }
  return [...byReason].map(([reason, entries]) => {
    const values = entries.reduce((sum, entry) => sum + entry.values, 0);
    const counted = `${values} ${values === 1 ? "value" : "values"}`;
    const named = entries.slice(0, mostTagsNamed).map(describeTag);
    if (entries.length > named.length) named.push(`${entries.length - named.length} more tags`);
    return `${run}: ${counted} left out, ${named.join("; ")}: ${whyOf(reason, entries)}. ${option}`;
  });
}

function describeTag({ tag, values, logged }: Superseded): string {
  return `${JSON.stringify(tag)} (${values} of ${logged})`;
}

function whyOf(reason: SupersededReason, entries: readonly Superseded[]): string {
  const [{ firstStep }] = entries;
  const hasOneStep = entries.every(
    ({ values, logged, ...entry }) =>
      values === logged - 1 && entry.firstStep === firstStep && entry.lastStep === firstStep,
  );
  return reason === "same-step" && hasOneStep
    ? `all were logged at step ${firstStep}, so without steps; the last one is kept`
    : reasons[reason];
}
