// What the names of runs seem to say, and which runs are one group.
import { factsOfRuns, findLogs, inspectLogs } from "tbfigures";

const { facts, groups, tags, notes } = await inspectLogs(findLogs(["logs"]));
console.log(`named ${facts.form}, told apart by ${facts.groupBy.join(" and ")}`);
for (const group of groups) console.log(group.facts, `${group.runs.length} runs`);
console.log(`tags: ${tags.map(({ tag }) => tag).join(", ")}`);
for (const note of notes) console.log(`look at: ${note}`);

// The same without a file: any names, any form.
const { runs } = factsOfRuns([{ name: "vit_lr-1e-3_seed-0", hparams: {} }], {
  name: "{model}_lr-{lr}_seed-{seed}",
});
console.log(runs[0].facts); // { model: "vit", lr: 0.001, seed: 0 }
