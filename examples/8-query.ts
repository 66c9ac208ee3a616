// A question about logs in SQL.
import { query, tableRows } from "tbfigures";

const table = await query(
  "select model, count(distinct run) as runs, max(value) as best from scalars('logs') " +
    "where tag = 'acc/val' group by model order by model",
);
for (const row of tableRows(table)) console.log(row);
