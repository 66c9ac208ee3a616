import * as z from "zod";
import { own } from "../../util/own.js";
import { lookupSchema, paperSchema } from "./lookupSchema.js";
import { ownLookupSchema } from "./ownLookup.js";
import { projectSchema } from "./ownProject.js";

type Json = Readonly<Record<string, unknown>>;

/** JSON schemas by the names of their files in `schemas/`: editors complete and check lookups with them. */
export function lookupJsonSchemas(): {
  readonly lookup: Json;
  readonly paper: Json;
  readonly project: Json;
} {
  const { anyOf, ...lookup } = schemaOf(z.union([ownLookupSchema, lookupSchema]));
  const [own, judged] = z.array(z.looseObject({})).parse(anyOf);
  return {
    lookup: {
      title: "A lookup of tbfigures: which data a figure shows, and how",
      anyOf: [
        { title: "Logs of one's own: curves, or numbers of runs", ...described(own, ownFields) },
        {
          title: "Series that are judged, or tables as they are",
          ...described(judged, judgedFields),
        },
      ],
      ...lookup,
    },
    paper: {
      title: "paper.yaml of tbfigures: what the lookups of a folder have in common",
      ...schemaOf(paperSchema),
    },
    project: {
      title: "figures.yaml of tbfigures: what all lookups of a project have in common",
      ...described(schemaOf(projectSchema), ownFields),
    },
  };
}

/** What may be written, not what is made of it; rules that only code can check are left out. */
const schemaOf = (schema: z.ZodType): Json =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "ref" });

function described({ properties, ...rest }: Json, about: Readonly<Record<string, string>>): Json {
  const fields = z.record(z.string(), z.looseObject({})).parse(properties);
  const entries = Object.entries(fields).map(([name, schema]) => {
    const description = own(about, name);
    return [name, description === undefined ? schema : { description, ...schema }] as const;
  });
  return { ...rest, properties: Object.fromEntries(entries) };
}

const shown = {
  title: "What the figure shows: its heading where it has one, and the caption",
  figure: "Number of the figure in its paper",
  paper: "Title of the paper",
  note: "What a reader of this file should know; the caption says it too",
  caption: "What the caption says besides what follows from the data, in place of the note",
  print: 'What "figures check --print" finds and is meant: { accept: { hidden points: why } }',
  aliases: "Other names of the figure",
  spec: "Vega-Lite document: a file figures/<spec>.vl.json of the project or of the program",
  theme: "paper, ggplot, or a JSON file",
  size: "A venue (neurips, icml/column), or { widthCm, heightCm }",
  params: "Values of the spec's parameters",
  panels: "Which panels, in which order",
};

/** Fields of a lookup of logs of one's own, in a line each. */
const ownFields: Readonly<Record<string, string>> = {
  ...shown,
  runs: "Log directory, or several; * in the last part stands for any text. Relative to this file",
  name: "How runs are named: {dataset}/{model}_lr-{lr}_seed-{seed}; {_} is no fact, {_time} a day and a time",
  pattern: "The same as a regular expression with named groups: (?<model>vit|mlp)",
  facts: "A table whose column run says which run, with a column for each fact",
  seed: "Fact that tells the runs of a group apart, if it is not called like a seed",
  where: 'Which runs: { model: [vit, mlp], lr: "<= 0.01", dataset: "!= svhn" }',
  tags: 'Patterns of scalar tags: "loss/*"; a panel each',
  series: "Facts by which runs are told apart: by colour (by) and by dashes (dash)",
  facet: "Fact, or tag, by which there is a row of panels each (rows), or a column (columns)",
  tagName: "How tags are named: {metric}/{split}; their parts are facts like those of runs",
  x: "step, relative (hours), wall, or a tag such as epoch",
  align: "How runs that were logged at other steps are brought together",
  smooth: "TensorBoard's smoothing, from 0 to below 1",
  resolution: "Points of a curve: longer ones are shown by the means of as many bins",
  centre: "What stands for the runs of a group",
  band: "Around the centre: sd, se, t95, bootstrap95, bca95, quartiles, range, none",
  resamples: "Of a bootstrap",
  notFinite: "What a NaN does: ends the mean (refuse), or leaves its run out",
  show: "What is drawn beside the centre",
  quantity: "The number of each run: { tag: acc/val, take: last, better: larger }",
  compare: "Paired differences to one of the series: { to: ResNet, over: seed }",
  statistics: "reliable: over many tasks, with stratified bootstrap",
  reliable: "How: { tasks: env, normalise: { low: 0, high: 1 } }",
  data: "Tables that a spec of one's own names beside the runs",
  font: "A family, or files relative to this one",
  type: "Size of the axis labels in points",
  quantities: "Several of them, a panel and a part of the table each",
  rows: "Fact on the x axis, and of the rows of a table",
  statistic: "How the numbers of a group become one: { centre: mean, interval: t95 }",
  table: "The numbers as a table: --format tex, md, html",
  labels: "What tags, facts and their values are called in the figure",
  palette: "Colours of series by their values or labels",
  order: "Order of the values of facts: { model: [ViT, MLP], tag: [acc/val] }",
  units: "Units of tags, facts and axes: { loss: nats }",
};

/** Fields of a lookup of the papers' kind. */
const judgedFields: Readonly<Record<string, string>> = {
  ...shown,
  names: "How runs are named: single-layer, or {model}_lr-{lr}_seed-{seed}",
  columns: "Tags that runs are judged by",
  published: "Numbers that a paper prints, to hold ours against",
  data: "Tables that the spec shows as they are: { scores: { table: ../scores.csv } }",
  series: "What is compared: a label each, with an experiment, a table or a log directory",
  font: "A family, or files relative to this one",
  type: "Size of the axis labels in points",
  statistics: "published: as the R scripts computed; corrected: as the papers' text says",
  order: "Of the x axis: numeric, text, or the labels in their order",
  operation: "Which operation, where runs of several are below a folder",
  parameter: "What stands on the x axis: a part of the run's name, or { pattern: 'lr-([^_]+)' }",
  threshold: "A run is solved below it",
  inclusive: "Whether a run at the threshold is solved",
  better: "Whether smaller or larger errors are the better ones",
  tags: "Patterns of scalar tags, for specs that show curves",
  align: "How runs that were logged at other steps are brought together",
  table: "Columns of the CSV: those of the R scripts (published), or all (full)",
};
