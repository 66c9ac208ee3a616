import { tableRows } from "../../tables/database/readTable.js";
import { inOrder } from "../../plot/index.js";
import { loadScalars } from "../data/loadScalars.js";
import type { Source } from "./source.js";

export const scalars: Source = {
  name: "scalars",
  about:
    "one row for each logged scalar, with `model`, `name` (the run), `tag`, `step`, `wall.time` and `value`",
  load: async ({ figure, warn }) => {
    const table = await loadScalars(figure, warn);
    const model = figure.series.map(({ label }) => label);
    return { rows: inOrder(tableRows(table), { model }), tables: { _scalars: table } };
  },
};
