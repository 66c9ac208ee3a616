import { existsSync } from "node:fs";
import { chooseBackend } from "../../src/compute/backends/backends.js";
import { UserError } from "../../src/util/userError.js";
import { checkImages } from "./gpu/images.js";
import { checkTrajectories } from "./gpu/sameBits.js";
import { timedForms, timeForms } from "./gpu/speed.js";
import { Deadline, formatTable, type Row } from "./gpu/table.js";
import { checkOperators, timeProcess } from "./gpu/wholeProcess.js";

/**
 * Checks the backend cuda on a card, within two minutes, and prints one table: whether operators, runs
 * and the network for images have the bits of WebAssembly, how long a step of a run takes, and how long whole experiments do.
 *
 *     npm run check:gpu
 */
const seconds = 120;
const runCounts = [1, 225, 1056, 4224];
const timedSteps = 2000;

const deadline = new Deadline(seconds);
const rows: Row[] = [];
const note = (text: string) =>
  console.error(`${(seconds - deadline.seconds).toFixed(1)} s: ${text}`);
try {
  const cuda = await chooseBackend("cuda", 32);
  if (!existsSync("dist/cli/main.js")) throw new UserError("Run npm run build first.");
  note("an experiment");
  const experiment = { what: "sltr-in2/realnpu_modified", runs: 225, bar: 2 };
  rows.push(timeProcess(["train", experiment.what, "--backend", "cuda"], experiment, deadline));
  note("trajectories");
  rows.push(...(await checkTrajectories(cuda, [1, 9, 90], new Deadline(15))));
  note("images");
  rows.push(...(await checkImages(new Deadline(8))));
  note("times");
  rows.push(...(await timeForms(cuda, timedForms, runCounts, timedSteps, new Deadline(20))));
  note("the paper");
  const paper = { what: "train --paper division", runs: 11_375, bar: 60 };
  const ofPaper = new Deadline(Math.min(62, deadline.seconds));
  rows.push(timeProcess(["train", "--paper", "division", "--backend", "auto"], paper, ofPaper));
  note("operators");
  rows.push(checkOperators("cuda", deadline));
  process.stdout.write(formatTable(rows));
  if (rows.some(({ isGood }) => isGood === false)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  if (rows.length > 0) process.stdout.write(formatTable(rows));
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
