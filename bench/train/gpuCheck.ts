import { existsSync } from "node:fs";
import { chooseBackend } from "../../src/compute/backends/backends.js";
import { UserError } from "../../src/util/userError.js";
import { checkImages } from "./gpu/images.js";
import { describeMachine } from "./gpu/machine.js";
import { checkTrajectories } from "./gpu/sameBits.js";
import { timedForms, timeForms } from "./gpu/speed.js";
import { checkAll, Deadline, formatTable, type Part } from "./gpu/table.js";
import { checkOperators, timeProcess } from "./gpu/wholeProcess.js";

/**
 * Checks the backend cuda on a card, within two minutes, and prints one table: whether operators, runs
 * and the network for images have the bits of WebAssembly, how long a step of a run takes, and how long whole
 * experiments do. What fails is a line of the table, and the rest goes on; the process ends with 1 where
 * something is not good.
 *
 *     npm run build
 *     npm run check:gpu > gpu.txt
 */
const seconds = 120;
const runCounts = [1, 225, 1056, 4224];
const timedSteps = 2000;

try {
  const cuda = await chooseBackend("cuda", 32);
  if (!existsSync("dist/cli/main.js")) throw new UserError("Run npm run build first.");
  const experiment = { what: "sltr-in2/realnpu_modified", runs: 225, bar: 2 };
  const paper = { what: "train --paper division", runs: 11_375, bar: 60 };
  const parts: readonly Part[] = [
    { name: "machine", seconds: 5, check: describeMachine },
    {
      name: "an experiment",
      seconds: 15,
      check: (deadline) => [
        timeProcess(["train", experiment.what, "--backend", "cuda"], experiment, deadline),
      ],
    },
    {
      name: "trajectories",
      seconds: 20,
      check: (deadline) => checkTrajectories(cuda, [1, 9, 90], deadline),
    },
    { name: "images", seconds: 8, check: checkImages },
    {
      name: "times",
      seconds: 20,
      check: (deadline) => timeForms(cuda, timedForms, runCounts, timedSteps, deadline),
    },
    {
      name: "the paper",
      seconds: 62,
      check: (deadline) => [
        timeProcess(["train", "--paper", "division", "--backend", "auto"], paper, deadline),
      ],
    },
    { name: "operators", seconds, check: (deadline) => [checkOperators("cuda", deadline)] },
  ];
  const rows = await checkAll(parts, new Deadline(seconds), (text) => console.error(text));
  process.stdout.write(formatTable(rows));
  if (rows.some(({ isGood }) => isGood === false)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
