// Logs as tidy tables: a column per tag, a row per value, statistics over the runs of a group.
import { exportLogs, reduceLogs, reducedTable, tableRows, writeTable } from "tbfigures";

const options = { onLoss: () => undefined, onEmptyRun: () => undefined };
const wide = await exportLogs("logs", { ...options, tags: ["acc/val", "loss/val"] });
console.log(wide.table.columns.map(({ name }) => name).join(", "), wide.table.rows);
await writeTable("runs.parquet", wide.table);

const statistics = ["mean", "std"];
const curves = await reduceLogs("logs", {
  statistics,
  tags: ["acc/val"],
  by: ["model"],
  name: "{dataset}/{model}_seed-{seed}",
  warn: (message) => console.error(message),
});
console.log(tableRows(reducedTable(curves, statistics)).at(-1));
