import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRuns } from "../../../src/events/index.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

interface NamedCommand {
  readonly arguments: readonly string[];
  readonly runName: string;
}

const fixture = new URL("../../../fixtures/training/run-names.json", import.meta.url);
const commands = JSON.parse(readFileSync(fixture, "utf8")) as NamedCommand[];

describe("figures run", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const short = ["--max-iterations", "20", "--log-interval=10", "--backend", "js"];

  it("takes the original's command lines and prints where the run goes", async () => {
    for (const { arguments: args, runName } of commands.slice(0, 20)) {
      const { code, out, err } = await figures([
        ...["run", ...args, "--no-cuda", "--no-save", "--remove-existing-data", "--dry-run"],
        ...["--name-prefix", "mine/experiment", "--runs", "logs"],
      ]);
      assert.equal(code, 0, err);
      assert.equal(out, `${join("logs", "mine", "experiment", runName)}\n`);
    }
  });

  it("takes the words of the script on sequences of images", async () => {
    const args = [
      "run",
      "sequential_mnist",
      "--dry-run",
      "--runs",
      "logs",
      "--operation",
      "cumprod",
    ];
    const nmu = ["--layer-type", "ReRegualizedLinearNAC", "--nac-mul", "mnac"];
    const { out } = await figures([...args, ...nmu, "--nac-oob", "regualized", "--no-cuda"]);
    assert.match(out, /^logs.sequence_mnist.reregualizedlinearnac-nac-m_d-0123456789_.*_oob-r_/);
    const softmax = await figures([...args, "--softmax-transform"]);
    assert.equal(softmax.code, 2);
    assert.match(softmax.err, /stops with --softmax-transform/);
    const lstm = await figures([...args, "--layer-type", "LSTM", "--regualizer-z", "1"]);
    assert.match(lstm.err, /neither the task on sequences of images nor LSTM reads regularizerZ/);
  });

  it("refuses an experiment that leads out of the folder of runs", async () => {
    for (const name of ["../x", "a/../../x", "/x", "", "a//b", "."]) {
      const { code, err } = await figures(["run", "--dry-run", "--name-prefix", name]);
      assert.equal(code, 2, name);
      assert.match(err, /names no experiment: it is a folder below none/);
    }
  });

  it("takes words with minus signs and the original's way of writing values", async () => {
    const { out } = await figures([
      ...["run", "--dry-run", "--layer-type=SignNMRU", "--operation=div", "--learning-rate=1e-2"],
      ...["--sample-distribution", "truncated-normal", "-1", "3", "-10", "3"],
      ...["--interpolation-range", "[-5,10]", "--extrapolation-range=[-15, -5]", "--runs", "runs"],
    ]);
    assert.match(out, /runs\/simple_function_static\/signnmru_op-div_.*_i--5-10_e--15--5_/);
    assert.match(out, /_lr-adam-0\.01000-0\.0_D-tn--1-3--10-3_n-1-5_/);
  });

  it("knows modules by their papers' names", async () => {
    const { out } = await figures(["run", "--dry-run", "--layer-type", "Real NPU"]);
    assert.match(out, /static\/realnpu_op-add_/);
  });

  it("trains one run where $TENSORBOARD_DIR says, and replaces it only when told to", async () => {
    const environment = { TENSORBOARD_DIR: folder() };
    const args = ["run", "--layer-type", "NRU", "--operation", "div", ...short];
    const first = await figures(args, environment);
    assert.equal(first.code, 0, first.err);
    const directory = first.out.trim();
    assert.ok(directory.startsWith(join(folder(), "simple_function_static", "nru_op-div_")));
    const visible = readdirSync(directory).filter((name) => !name.startsWith("."));
    assert.equal(visible.length, 1, "the original exporter takes one file a run");
    const again = await figures(args, environment);
    assert.equal(again.code, 1);
    assert.match(again.err, /is there already\. Replace it with --remove-existing-data/);
    const replaced = await figures([...args, "--remove-existing-data"], environment);
    assert.equal(replaced.out, first.out);
    assert.equal(readdirSync(directory).length, 2);
  });

  it("trains a module from a file of one's own", async () => {
    const kit = new URL("../../../src/train/modules/moduleKit.ts", import.meta.url).href;
    const file = join(folder(), "ratio.mjs");
    writeFileSync(
      file,
      `import { constantValue, div, mul, sum } from ${JSON.stringify(kit)};
       const weights = (name) => ({ name, axes: [], initial: constantValue(0.5) });
       export default {
         name: "Ratio of sums",
         layerTypes: ["Ratio"],
         namespace: "ratio",
         parameters: ({ inputs }) => [{ ...weights("W"), axes: [inputs] }, { ...weights("V"), axes: [inputs] }],
         forward: ({ x, inputs, parameters: { W, V } }) =>
           div(sum(mul(x, W), inputs), sum(mul(x, V), inputs)),
         logged: ({ parameters: { W } }) => [{ name: "W", value: W, hasSparsityError: true }],
       };`,
    );
    const args = ["--layer-type", "ratio of sums", "--operation", "div", "--modules", file];
    const { code, out, err } = await figures(["run", ...args, ...short, "--runs", folder()]);
    assert.equal(code, 0, err);
    assert.match(out, /ratio_op-div_/);
    for await (const { scalars } of readRuns(out.trim())) {
      const errors = scalars.get("network/layer_1/ratio/W/sparsity_error")!;
      assert.deepEqual([errors.length, errors.value[0]], [3, 0.5]);
    }
    const wrong = await figures(["run", "--modules", join(folder(), "none.mjs"), "--dry-run"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /Cannot load the module file .*none\.mjs/);
  });

  it("says what is wrong with an argument, and exits with 2", async () => {
    const wrong: [string[], RegExp][] = [
      [["--operation", "divide"], /argument --operation: "divide" is none of add, .*Did you mean/],
      [["--seed", "1.5"], /argument --seed: "1\.5" is not a whole number/],
      [["--learning-rate", "fast"], /argument --learning-rate: "fast" is not a number/],
      [["--interpolation-range", "[1"], /argument --interpolation-range: .*"," or "\]" expected/],
      [["--sample-distribution", "normal"], /argument --sample-distribution: .*expected "uniform"/],
      [["--layer-type", "RealNPV"], /no module "RealNPV"\. Did you mean .*"RealNPU"/],
      [["--learning-rat", "1"], /Did you mean --learning-rate/],
      [["--load-checkpoint"], /Checkpoints are not supported/],
    ];
    for (const [args, message] of wrong) {
      const { code, err } = await figures(["run", "--dry-run", ...args]);
      assert.equal(code, 2, err);
      assert.match(err, message);
    }
  });
});
