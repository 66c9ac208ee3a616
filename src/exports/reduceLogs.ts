import { describeLoss, readEach, type ReadOptions, type Run } from "../events/index.js";
import { factNames, type Facts, factText } from "../facts/fact.js";
import { groupRuns } from "../facts/groupRuns.js";
import { type FactRules, factsOfRuns } from "../facts/runFacts.js";
import { alignCurves, type AlignRule, type Curve, prepareCurve } from "../stats/index.js";
import { smallest } from "../util/lists/longLists.js";
import { didYouMean } from "../util/text/didYouMean.js";
import { matchTags } from "../util/text/matchTags.js";
import { UserError } from "../util/userError.js";
import { hparamFacts } from "./hparamFacts.js";
import { type LogDirectories, shownDirectories } from "./logDirectories.js";
import { type FindNamedOptions, findNamedRuns } from "./readNamedRuns.js";
import { type Reduction, reductionOf } from "./reductions.js";

export interface ReduceOptions extends Pick<FindNamedOptions, "onNote" | "isWanted">, FactRules {
  /** Names of the statistics: `mean`, `std`, … */
  readonly statistics: readonly string[];
  /** Facts that runs of a group have in common; none: all runs are one group. */
  readonly by?: readonly string[];
  /** Patterns of tags; all by default. */
  readonly tags?: readonly string[];
  readonly align?: AlignRule | "auto";
  readonly read?: Pick<ReadOptions, "checksums" | "supersede">;
  /** Told about what could not be read or was left out. */
  readonly warn: (message: string) => void;
}

/** The curve of a statistic over the runs of a group. */
export interface ReducedCurve {
  readonly group: Facts;
  readonly tag: string;
  readonly step: Float64Array;
  /** Seconds since 1970: the earliest time at which a run of the group logged the step. */
  readonly wallTime: Float64Array;
  /** How many runs have a value at the step. */
  readonly n: Uint32Array;
  /** Per statistic, in the order that was asked for: its values; NaN where it has none. */
  readonly values: readonly Float64Array[];
}

interface LoggedCurve {
  readonly curve: Curve;
  readonly timeOfStep: ReadonlyMap<number, number>;
}

/**
 * Reduces the runs of each group to statistics of their curves, step by step. Runs that were logged at other
 * steps are aligned first; a run counts up to its last step and no further, and a NaN makes the statistics
 * of its step NaN.
 *
 * @throws {UserError} for statistics and facts that there are not, and when no run logged a tag
 */
export async function reduceLogs(
  logDirectories: LogDirectories,
  options: ReduceOptions,
): Promise<ReducedCurve[]> {
  const reductions = options.statistics.map(reductionOf);
  const runs = await readCurves(logDirectories, options);
  const facts = factsOfRuns(runs, options);
  if (facts.unread.length > 0) {
    options.warn(
      `${facts.unread.length} of ${runs.length} runs are not named as asked for, and left out: ${listed(facts.unread)}`,
    );
  }
  const by = options.by ?? [];
  refuseUnknown(by, factNames(facts.runs.map((run) => run.facts)));
  const groups = groupRuns(facts.runs, by);
  const reduced = groups.flatMap(({ facts: group, runs: members }) => {
    const logs = members.map(({ run }) => run);
    const tags = [...new Set(logs.flatMap(({ curves }) => [...curves.keys()]))];
    return tags.map((tag) => reduceTag(group, tag, logs, reductions, options));
  });
  if (reduced.length === 0) {
    throw new UserError(
      `No run in ${shownDirectories(logDirectories)} logged a scalar${options.tags ? ` that matches ${options.tags.join(", ")}` : ""}.`,
    );
  }
  return reduced;
}

interface RunCurves {
  readonly name: string;
  readonly hparams: Facts;
  readonly curves: ReadonlyMap<string, LoggedCurve>;
}

async function readCurves(
  logDirectories: LogDirectories,
  options: ReduceOptions,
): Promise<RunCurves[]> {
  const { tags, read, warn } = options;
  const scalars = tags === undefined ? true : matchTags(tags);
  const runs: RunCurves[] = [];
  const found = await findNamedRuns(logDirectories, options);
  for await (const run of readEach(found, { ...read, scalars, hparams: true })) {
    for (const loss of run.losses) warn(describeLoss(loss));
    const curves = curvesOf(run);
    if (curves.size > 0) runs.push({ name: run.name, hparams: hparamFacts(run), curves });
    else warn(`${run.directory}: logged none of the tags; left out`);
  }
  return runs;
}

function curvesOf({ scalars }: Run): Map<string, LoggedCurve> {
  const curves = new Map<string, LoggedCurve>();
  for (const [tag, { step, value, wallTime, length }] of scalars) {
    if (length === 0) continue;
    const steps = step.subarray(0, length);
    const { curve } = prepareCurve(steps, value.subarray(0, length));
    curves.set(tag, {
      curve,
      timeOfStep: new Map(Array.from(steps, (at, i) => [at, wallTime[i]])),
    });
  }
  return curves;
}

function reduceTag(
  group: Facts,
  tag: string,
  runs: readonly RunCurves[],
  reductions: readonly Reduction[],
  { align = "auto", onNote, warn }: ReduceOptions,
): ReducedCurve {
  const logged = runs.flatMap(({ curves }) => curves.get(tag) ?? []);
  const { x, y, has, n, rule } = alignCurves(
    logged.map(({ curve }) => curve),
    { rule: align },
  );
  const label = [groupLabel(group), tag].filter((text) => text !== "").join(": ");
  if (rule !== "exact")
    onNote?.(`${label}: runs that were logged at other steps are aligned: ${rule}`);
  if (logged.length < runs.length) {
    warn(`${label}: ${runs.length - logged.length} of ${runs.length} runs did not log it`);
  }
  const fewer = n.filter((count) => count < logged.length).length;
  if (fewer > 0) {
    onNote?.(`${label}: ${fewer} of ${x.length} steps have fewer than the ${logged.length} runs`);
  }
  const values = reductions.map(() => new Float64Array(x.length));
  x.forEach((_, place) => {
    const there = y.filter((_values, run) => has[run][place] === 1).map((ofRun) => ofRun[place]);
    reductions.forEach(({ of }, index) => (values[index][place] = of(there)));
  });
  const wallTime = x.map((step) =>
    smallest(logged.map(({ timeOfStep }) => timeOfStep.get(step) ?? Infinity)),
  );
  return { group, tag, step: x, wallTime, n, values };
}

/** `model=ResNet, lr=0.1`; nothing for the group of all runs. */
export function groupLabel(group: Facts): string {
  return Object.entries(group)
    .map(([name, fact]) => `${name}=${factText(fact)}`)
    .join(", ");
}

function refuseUnknown(by: readonly string[], known: readonly string[]): void {
  for (const name of by) {
    if (known.includes(name)) continue;
    throw new UserError(
      `Nothing is known of the runs that is called "${name}".${didYouMean(name, known)}\n` +
        `Known are: ${known.join(", ")}. Say how the runs are named with --name "{model}_seed-{seed}".`,
    );
  }
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, 3).join(", ")}${names.length > 3 ? `, … (${names.length})` : ""}`;
