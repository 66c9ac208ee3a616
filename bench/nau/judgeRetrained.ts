// Judges runs that were trained again and writes what they came to as the tables of fixtures/tables:
// npx tsx bench/nau/judgeRetrained.ts <runs> <out>
import { join } from "node:path";
import { writeTable } from "../../src/exports/exportLogs.js";
import { resolveFolders } from "../../src/figures/folders.js";
import { readLookups, singleSources } from "../../src/figures/lookups/index.js";
import { computeFigure } from "../../src/figures/numbers/computeFigure.js";
import { outcomeTable } from "../../src/figures/numbers/resultTables.js";
import { resolveData } from "../../src/figures/resolve/resolveFigure.js";

const [runs = "runs", out = "fixtures/tables"] = process.argv.slice(2);
const folders = { ...resolveFolders({ runs, tables: "none" }), fixtures: [] };
/** Columns that the name of a run does not say, and that figures need. */
const kept = [
  "name",
  "threshold",
  "best.model.step",
  "interpolation.last",
  "extrapolation.last",
  "interpolation.step.solved",
  "extrapolation.step.solved",
  "sparse.error.max",
  "solved",
  "size",
];
const done = new Set<string>();
const { lookups } = await readLookups(folders.lookups);
for (const lookup of lookups.filter(({ key }) => key.startsWith("nau/"))) {
  for (const { experiment, label } of singleSources(lookup.series)) {
    if (experiment === undefined || done.has(experiment)) continue;
    const alone = { ...lookup, series: [{ label, experiment }] };
    const data = await resolveData(alone, folders, "corrected", "both");
    if (data.series.length === 0) continue;
    done.add(experiment);
    const { outcomes } = await computeFigure(
      { ...data, origins: ["retrained"] },
      { warn: (message) => console.warn(`${experiment}: ${message}`) },
    );
    const { rows, columns } = outcomeTable(outcomes);
    const interval = {
      name: "log.interval",
      type: "double" as const,
      values: outcomes.map(({ logInterval }) => logInterval ?? NaN),
    };
    const path = join(out, `${experiment}.parquet`);
    await writeTable(path, {
      rows,
      columns: [...columns.filter(({ name }) => kept.includes(name)), interval],
    });
    console.log(`${path}: ${rows} runs, ${outcomes.filter(({ solved }) => solved).length} solved`);
  }
}
