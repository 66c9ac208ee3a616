import { inOrder } from "../../plot/index.js";
import { tableOfRows } from "../../tables/tableOfRows.js";
import type { Source } from "./source.js";

export const published: Source = {
  name: "published",
  about:
    "one row for each number that the lookup lists under `published`, with `model`, `key`, `parameter`, `value` and `source`",
  load: ({ figure }) => {
    const rows = figure.lookup.published.map(({ parameter = null, ...number }) => ({
      ...number,
      parameter,
    }));
    const model = figure.series.map(({ label }) => label);
    return Promise.resolve({
      rows: inOrder(rows, { model }),
      tables: { _published: tableOfRows(rows) },
    });
  },
};
