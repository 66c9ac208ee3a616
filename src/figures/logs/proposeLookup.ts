import { stringify } from "yaml";
import { valuesOf } from "../../facts/fact.js";
import type { RunFacts } from "../../facts/runFacts.js";
import type { Inspection } from "./inspectLogs.js";

/** What a proposal may be told. */
export interface ProposalOptions {
  /** Facts by which runs are told apart by colour. Default: a model, else the first that differs. */
  readonly by?: readonly string[];
  /** Fact by which there is a column of panels each. */
  readonly facet?: string;
  /** The regular expression that the names were read by. */
  readonly pattern?: string;
  /** Log directories as the lookup is to name them. */
  readonly runs?: readonly string[];
}

/** Which facts stand for colour and for columns of panels. */
export interface Arrangement {
  readonly by: readonly string[];
  readonly facet?: string;
}

/**
 * How groups are told apart: by colour, and by columns of panels where they differ in more than one fact and
 * a second one has few values.
 */
export function arrange(facts: RunFacts, options: ProposalOptions = {}): Arrangement {
  const { groupBy, runs } = facts;
  const counted = (name: string) =>
    valuesOf(
      runs.map((run) => run.facts),
      name,
    ).length;
  const main = [...methods, ...groupBy].find((name) => groupBy.includes(name));
  const open = groupBy.filter((name) => !(options.by ?? [main]).includes(name));
  const few = open.filter((name) => counted(name) <= 4).sort((a, b) => counted(a) - counted(b));
  const facet = options.facet ?? few[0];
  const rest = open.filter((name) => name !== facet);
  return {
    by: options.by ?? (main === undefined ? [] : [main, ...rest]),
    ...(facet !== undefined && { facet }),
  };
}

/** What people compare in the first place. */
const methods = ["model", "algorithm", "algo", "method"];

/** A lookup of learning curves to start from: YAML that says what was seen. */
export function proposeCurves(inspection: Inspection, options: ProposalOptions = {}): string {
  const { by, facet } = arrange(inspection.facts, options);
  const tags = scalarTags(inspection);
  const down = facet === undefined ? Math.ceil(tags.length / 2) : tags.length;
  const document = {
    title: "Learning curves",
    spec: "learning-curves",
    ...sourceOf(inspection, options),
    tags,
    ...(by.length > 0 && { series: { by: by.length === 1 ? by[0] : by } }),
    ...(facet !== undefined && { facet: { columns: facet } }),
    centre: "mean",
    band: "t95",
    size: { widthCm: 17, heightCm: Math.round(22 + 36 * down) / 10 },
  };
  return stringify(document, { flowCollectionPadding: true, lineWidth: 100 });
}

/** A lookup of final values: the same numbers as a figure and as a table. */
export function proposeValues(inspection: Inspection, options: ProposalOptions = {}): string {
  const { by, facet } = arrange(inspection.facts, options);
  const tag = judgedTag(scalarTags(inspection));
  const document = {
    title: `${tag.text} after training`,
    spec: "final-values",
    ...sourceOf(inspection, options),
    quantity: { tag: tag.name, take: "last", better: tag.better },
    ...(facet !== undefined && { rows: facet }),
    ...(by.length > 0 && { series: { by: by.length === 1 ? by[0] : by } }),
    statistic: { centre: "mean", interval: "t95" },
  };
  return stringify(document, { lineWidth: 100 });
}

function sourceOf({ facts, paths }: Inspection, { runs, pattern }: ProposalOptions) {
  const folders = runs ?? paths;
  return {
    runs: folders.length === 1 ? folders[0] : folders,
    ...(facts.form !== undefined && { name: facts.form }),
    ...(pattern !== undefined && { pattern }),
  };
}

const scalarTags = ({ tags }: Inspection): string[] =>
  tags.filter(({ kind }) => kind === "scalar").map(({ tag }) => tag);

/** The tag that looks most like what runs are judged by. */
function judgedTag(tags: readonly string[]): {
  readonly name: string;
  readonly text: string;
  readonly better: "larger" | "smaller";
} {
  const larger = /acc|auc|f1|score|reward|return|bleu|iou|precision|recall|map\b/i;
  const held = /val|test|eval/i;
  const name =
    tags.find((tag) => larger.test(tag) && held.test(tag)) ??
    tags.find((tag) => larger.test(tag)) ??
    tags.find((tag) => held.test(tag)) ??
    tags[0] ??
    "loss";
  return { name, text: name, better: larger.test(name) ? "larger" : "smaller" };
}
