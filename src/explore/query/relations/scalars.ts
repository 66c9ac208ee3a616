import { describeLoss, describeSuperseded } from "../../../events/index.js";
import { findNamedRuns } from "../../../exports/readNamedRuns.js";
import { scalarRows } from "../../../exports/rows/scalarRows.js";
import type { SeenLogs } from "../../../exports/seenLogs.js";
import { streamRows } from "../../../exports/streamRows.js";
import { sqlName } from "../../../tables/database/duckdb.js";
import { streamOf, type TableStream } from "../../../tables/tableStream.js";
import { didYouMean } from "../../../util/text/didYouMean.js";
import { UserError } from "../../../util/userError.js";
import { factColumns, readHparams } from "./factColumns.js";
import type { Relation, RelationContext } from "./relation.js";

const names = scalarRows.columns.map(({ name }) => name);

export const scalars: Relation = {
  name: "scalars",
  of: "folder",
  about:
    "one row for each logged scalar: run, tag, step, wall_time, value, and what is known of its run (model, seed, …)",
  open: async (logDirectory, context) => {
    const rows = await context.offer(await scalarStream(logDirectory, context));
    const facts = await neededFacts(logDirectory, context);
    if (facts.length === 0) return { sql: rows };
    const [, ...wanted] = facts.map(({ name }) => `f.${sqlName(name)}`);
    const known = await context.offer(streamOf({ rows: facts[0].values.length, columns: facts }));
    return {
      sql: `SELECT s.*, ${wanted.join(", ")} FROM (${rows}) s JOIN (${known}) f ON s.run = f.run`,
    };
  },
};

async function scalarStream(
  logDirectory: string,
  { tags, read, warn }: RelationContext,
): Promise<TableStream> {
  const none = new UserError("no row");
  const stream = await streamRows(logDirectory, scalarRows, {
    read: { ...read, scalars: tags === undefined ? true : (tag) => tags.includes(tag) },
    isFinal: true,
    onNote: warn,
    onLoss: (loss) => warn(describeLoss(loss)),
    onSuperseded: ({ name }, superseded) =>
      describeSuperseded(name, superseded, "--supersede none keeps them.").forEach(warn),
    nothingLogged: (seen) => {
      sayMissing(seen, tags ?? [], logDirectory, warn);
      return none;
    },
    onSeen: (seen) => sayMissing(seen, tags ?? [], logDirectory, warn),
  });
  /** To ask for what nobody logged is no mistake of SQL: the answer has no rows, and it is said. */
  function* parts() {
    try {
      yield* stream.parts;
    } catch (error) {
      if (error !== none) throw error;
    }
  }
  return { columns: stream.columns, parts: { [Symbol.iterator]: parts } };
}

function sayMissing(
  seen: SeenLogs,
  tags: readonly string[],
  logDirectory: string,
  warn: (message: string) => void,
): void {
  const logged = seen.tagsOf("scalar");
  if (logged.size === 0) warn(`${logDirectory}: no run logged a scalar`);
  else {
    for (const tag of tags) {
      if (logged.has(tag)) continue;
      warn(
        `${logDirectory}: no run logged a scalar ${JSON.stringify(tag)}.${didYouMean(tag, logged)}`,
      );
    }
  }
}

/** The run's name and what the query may want to know of it; logs are read for it only where that is needed. */
async function neededFacts(logDirectory: string, { columns, aliases, warn }: RelationContext) {
  const others = [...columns].filter((name) => !names.includes(name));
  if (others.length === 0) return [];
  const runs = await findNamedRuns(logDirectory);
  const runNames = runs.map(({ name }) => name);
  const ofNames = factColumns(runNames, new Map(), names, () => undefined);
  const isNamed = (name: string) => ofNames.some((column) => column.name.toLowerCase() === name);
  const facts = others.every((name) => isNamed(name) || aliases.has(name))
    ? ofNames
    : factColumns(runNames, await readHparams(runs), names, warn);
  // A name that is none is told in view of all that there are.
  const isKnown = (name: string) => facts.some((fact) => fact.name.toLowerCase() === name);
  const wanted = others.every((name) => isKnown(name) || aliases.has(name))
    ? facts.filter(({ name }) => columns.has(name.toLowerCase()))
    : facts;
  return wanted.length === 0
    ? []
    : [{ name: "run", type: "text" as const, values: runNames }, ...wanted];
}
