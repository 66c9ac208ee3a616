import { describeLoss, describeSuperseded, readEach } from "../../../events/index.js";
import { hparamFacts, inheritHparams } from "../../../exports/hparamFacts.js";
import { joinHparamSessions } from "../../../exports/hparamSessions.js";
import { findNamedRuns } from "../../../exports/readNamedRuns.js";
import type { Facts } from "../../../facts/fact.js";
import type { Column } from "../../../tables/table.js";
import { streamOf } from "../../../tables/tableStream.js";
import { append } from "../../../util/lists/longLists.js";
import { factColumns } from "./factColumns.js";
import type { Relation } from "./relation.js";

export const runs: Relation = {
  name: "runs",
  of: "folder",
  about:
    "one row for each run: run, file_count, tag_count, value_count, first_step, last_step, start_time, end_time, note, and what is known of it",
  open: async (logDirectory, { offer, read, warn }) => {
    const found = await findNamedRuns(logDirectory, { onNote: warn });
    const own = new Map<string, Facts>();
    const rows: RunRow[] = [];
    const { runs: trained, hparams, notes } = await joinHparamSessions(found);
    notes.forEach(warn);
    for await (const run of readEach(trained, { ...read, scalars: true, hparams: true })) {
      own.set(run.name, hparams.get(run.name) ?? hparamFacts(run));
      const row = new RunRow(run.name, run.files.length);
      for (const { step, wallTime, length } of run.scalars.values()) {
        row.add(step.subarray(0, length), wallTime.subarray(0, length));
      }
      append(row.notes, run.losses.map(describeLoss));
      append(
        row.notes,
        describeSuperseded(run.name, run.superseded, "--supersede none keeps them."),
      );
      rows.push(row);
    }
    const names = rows.map(({ name }) => name);
    const columns: Column[] = [
      { name: "run", type: "text", values: names },
      { name: "file_count", type: "integer", values: rows.map(({ files }) => files) },
      { name: "tag_count", type: "integer", values: rows.map(({ tags }) => tags) },
      { name: "value_count", type: "integer", values: rows.map(({ values }) => values) },
      { name: "first_step", type: "integer", values: rows.map(({ steps }) => steps.first) },
      { name: "last_step", type: "integer", values: rows.map(({ steps }) => steps.last) },
      { name: "start_time", type: "double", values: rows.map(({ times }) => times.first) },
      { name: "end_time", type: "double", values: rows.map(({ times }) => times.last) },
      { name: "note", type: "text", values: rows.map(({ notes }) => notes.join("; ") || null) },
    ];
    const taken = columns.map(({ name }) => name);
    const facts = factColumns(names, inheritHparams(names, own), taken, warn);
    const all = [columns[0], ...facts, ...columns.slice(1)];
    return { sql: await offer(streamOf({ rows: rows.length, columns: all })) };
  },
};

/** Smallest and largest of some numbers; NaN where there are none. */
interface Span {
  first: number;
  last: number;
}

class RunRow {
  tags = 0;
  values = 0;
  readonly steps: Span = { first: NaN, last: NaN };
  readonly times: Span = { first: NaN, last: NaN };
  readonly notes: string[] = [];

  constructor(
    readonly name: string,
    readonly files: number,
  ) {}

  /** One tag's values. */
  add(steps: Float64Array, times: Float64Array): void {
    this.tags++;
    this.values += steps.length;
    widen(this.steps, steps);
    widen(this.times, times);
  }
}

function widen(span: Span, values: Float64Array): void {
  for (const value of values) {
    if (!(value >= span.first)) span.first = value;
    if (!(value <= span.last)) span.last = value;
  }
}
