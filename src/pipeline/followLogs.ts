import { matchTags } from "../util/matchTags.js";
import { followRuns, type Loss, type Run } from "../events/index.js";
import { longTable } from "../tables/longTable.js";
import type { Table } from "../tables/table.js";
import { withName } from "./readNamedRuns.js";

export interface FollowLogsOptions {
  /** Patterns of scalar tags; all by default. */
  readonly tags?: readonly string[];
  readonly everySeconds?: number;
  readonly signal: AbortSignal;
  readonly onLoss: (loss: Loss) => void;
}

/**
 * Follows growing logs: yields the scalars that are new since the last time, one row each. After a
 * restart the repeated steps come again: the later row of a tag and step is the valid one.
 */
export async function* followLogs(
  logDirectory: string,
  options: FollowLogsOptions,
): AsyncGenerator<Table> {
  const { tags, ...rest } = options;
  const scalars = tags ? matchTags(tags) : true;
  const seen = new Map<string, { order: number; losses: number }>();
  for await (const run of followRuns(logDirectory, { ...rest, scalars })) {
    const before = seen.get(run.name) ?? { order: -1, losses: 0 };
    const last = lastOrder(run);
    // A run that was written anew counts from the start again.
    const table = longTable([
      newerThan(withName(run, logDirectory), last < before.order ? -1 : before.order),
    ]);
    run.losses.slice(before.losses).filter(isFinal).forEach(options.onLoss);
    seen.set(run.name, { order: last, losses: run.losses.filter(isFinal).length });
    if (table.rows > 0) yield table;
  }
}

/** A record that is not whole yet is no loss while its file is being followed. */
const isFinal = ({ kind }: Loss): boolean => kind !== "truncated";

function lastOrder(run: Run): number {
  let last = -1;
  for (const { order, length } of run.scalars.values()) {
    if (length > 0) last = Math.max(last, order[length - 1]);
  }
  return last;
}

function newerThan(run: Run, order: number): Run {
  const scalars = [...run.scalars].map(([tag, series]) => {
    let first = series.length;
    while (first > 0 && series.order[first - 1] > order) first--;
    const newer = {
      tag,
      length: series.length - first,
      step: series.step.subarray(first),
      wallTime: series.wallTime.subarray(first),
      value: series.value.subarray(first),
      order: series.order.subarray(first),
    };
    return [tag, newer] as const;
  });
  return { ...run, scalars: new Map(scalars) };
}
