// The statistics alone: a group with its interval, a paired difference, aggregates over many tasks.
import { readRuns } from "tbfigures";
import {
  aggregateScores,
  pairedDifference,
  summariseGroup,
  takeNumber,
  takeOf,
} from "tbfigures/stats";

/** Best validation accuracy by seed. */
async function bestBySeed(model: string): Promise<Map<string, number>> {
  const best = new Map<string, number>();
  for await (const { name, scalars } of readRuns("logs/cifar10")) {
    const series = scalars.get("acc/val");
    if (series === undefined || !name.startsWith(`${model}_`)) continue;
    const taken = takeNumber({ x: series.step, y: series.value }, takeOf("best"), "larger");
    if ("value" in taken) best.set(name.split("seed-")[1], taken.value);
  }
  return best;
}

const [resnet, vit] = [await bestBySeed("resnet"), await bestBySeed("vit")];
const { centre, lower, upper, n, method } = summariseGroup([...resnet.values()], {
  centre: "mean",
  interval: "bca95",
});
console.log(`ResNet: ${centre} [${lower}, ${upper}], n = ${n}, ${method}`);
const difference = pairedDifference(resnet, vit, { interval: "t95" });
console.log(`ResNet - ViT: ${difference.centre} [${difference.lower}, ${difference.upper}]`);
const scores = [[...resnet.values()], [...vit.values()]];
for (const { name, estimate, lower: from, upper: to } of aggregateScores(scores)) {
  console.log(`${name}: ${estimate} [${from}, ${to}]`);
}
