// Event files of one's own, which TensorBoard opens.
import { openEventWriter, readRuns } from "tbfigures";

const writer = openEventWriter("mine/first");
for (let step = 0; step < 100; step++) writer.scalar("loss", 1 / (1 + step), step);
writer.close();
for await (const { name, scalars } of readRuns("mine")) {
  console.log(name, scalars.get("loss")?.value.at(-1));
}
