// Reads the runs of a folder: typed arrays for each tag, with what was lost and what a restart replaced.
import { describeLoss, describeSuperseded, readRuns } from "tbfigures";

for await (const run of readRuns("logs", { scalars: (tag) => tag.startsWith("acc/") })) {
  const accuracy = run.scalars.get("acc/val");
  const last = accuracy?.value.at(-1)?.toFixed(3) ?? "none";
  console.log(`${run.name}: ${accuracy?.length ?? 0} values, the last one ${last}`);
  for (const loss of run.losses) console.log(`  ${describeLoss(loss)}`);
  for (const line of describeSuperseded(run.name, run.superseded, "")) console.log(`  ${line}`);
}
