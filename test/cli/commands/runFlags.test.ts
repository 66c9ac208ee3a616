import assert from "node:assert/strict";
import { figures } from "../../helpers/recordingTerminal.js";

/** What an argument does: changes the run's name to hold this text, leaves it as it is, or is refused. */
type Effect = string | RegExp;
type Row = readonly [script: string, words: string, effect: Effect];

const sameName = "same name";
const nmu = "--layer-type ReRegualizedLinearNAC --nac-mul mnac --operation mul";
const nalu = "--layer-type NALU --operation mul";
const nau = "--layer-type ReRegualizedLinearNAC";
const image = "--layer-type ReRegualizedLinearNAC --nac-mul mnac --operation cumprod";

/** Words before the argument that is tried; where it only means something for another module, that one. */
const simple = `simple_function_static ${nmu}`;
const gate = `simple_function_static ${nalu}`;
const sequence = `sequential_mnist ${image}`;
const sequenceGate = "sequential_mnist --layer-type NALU --operation cumprod";

/** Every argument that the three scripts' parsers declare, with what it does here. */
const rows: readonly Row[] = [
  // simple_function_static.py of "Neural Arithmetic Units"
  ["simple_function_static", "--layer-type ReLU6", "relu6_op-add_"],
  ["simple_function_static", `${nau} --operation sub`, "reregualizedlinearnac_op-sub_"],
  [simple, "--num-subsets 3", "_z3_"],
  [simple, "--regualizer 0.5", "_r-0.5-0-1_"],
  [simple, "--regualizer-z 1", "_r-10-1.0-1_"],
  [simple, "--regualizer-oob 0", "_r-10-0-0.0_"],
  [simple, "--first-layer NAC", sameName],
  [simple, "--max-iterations 77", sameName],
  [simple, "--batch-size 64", "_b64_"],
  [simple, "--seed 3", "_s3_"],
  [simple, "--interpolation-range [-2,2]", "_i--2-2_"],
  [simple, "--extrapolation-range [[-6,-2],[2,6]]", "_e-[-6, -2]-[2, 6]_"],
  [simple, "--input-size 50", "_z-50-0.25-0.5_"],
  [simple, "--subset-ratio 0.1", "_z-100-0.1-0.5_"],
  [simple, "--overlap-ratio 0", "_z-100-0.25-0.0_"],
  [simple, "--simple", "_z-simple_"],
  [simple, "--hidden-size 5", "_h5_"],
  ["simple_function_static --layer-type NAC", "--nac-mul max-safe", "nac-nac-s_"],
  [simple, "--oob-mode regualized", "_oob-r_"],
  [simple, "--regualizer-scaling exp", "_rs-exp-linear_"],
  [simple, "--regualizer-scaling-start 5", "_rl-5-2000000_"],
  [simple, "--regualizer-scaling-end 3000000", "_rl-1000000-3000000_"],
  [simple, "--regualizer-shape squared", "_rs-linear-squared_"],
  [simple, "--mnac-epsilon 0.1", "_eps-0.1_"],
  [gate, "--nalu-bias", "nalu-nalu-b_"],
  [gate, "--nalu-two-nac", "nalu-nalu-2n_"],
  [gate, "--nalu-two-gate", "nalu-nalu-2g_"],
  [gate, "--nalu-mul max-safe", "nalu-nalu-s_"],
  [gate, "--nalu-gate gumbel", "nalu-nalu-u_"],
  [simple, "--nalu-bias", /neither the two-layer task nor NAU nor NMU reads .*--nalu-bias/],
  [simple, "--optimizer sgd", "_lr-sgd-0.00100-0.0"],
  [simple, "--learning-rate 1e-2", "_lr-adam-0.01000-0.0"],
  [simple, "--momentum 0.9", "_lr-adam-0.00100-0.9"],
  [simple, "--no-cuda", sameName],
  [simple, "--name-prefix other", "other/reregualized"],
  [simple, "--remove-existing-data", sameName],
  [simple, "--verbose", sameName],
  // what the later version of that script adds
  [simple, "--regualizer-l1", sameName],
  [simple, "--regualizer-beta-start 1e-9", sameName],
  [simple, "--regualizer-beta-end 1e-3", sameName],
  [simple, "--regualizer-beta-step 5", sameName],
  [simple, "--regualizer-beta-growth 5", sameName],
  [simple, "--regualizer-npu-w 1", /neither .* reads .*--regualizer-npu-w.*for NPU/],
  [simple, "--regualizer-gate 1", /neither .* reads .*--regualizer-gate.*for NPU/],
  [simple, "--npu-clip w", /neither .* reads .*--npu-clip.*for NPU/],
  [simple, "--npu-Wr-init xavier-uniform-constrained", /neither .* reads .*--npu-Wr-init/],
  [simple, "--reg-scale-type madsen", /neither .* reads .*--reg-scale-type/],
  [simple, "--pytorch-precision 64", sameName],
  [simple, "--nmu-noise", sameName],
  [simple, "--nau-noise", sameName],
  [simple, "--beta-nau", sameName],
  [simple, "--no-save", sameName],
  [simple, "--save-best-model", sameName],
  [simple, "--load-checkpoint", /Checkpoints are not supported/],
  [simple, "--pcc2mse-iteration 5", sameName],
  [simple, "--train-criterion pcc", sameName],
  [simple, "--trash-cell", /neither .* reads .*--trash-cell.*for NRU/],
  [simple, "--log-interval 10", sameName],
  [simple, "--W-set-count 5", sameName],
  [simple, "--weight-pull-start 10000", sameName],
  [simple, "--weight-pull-end 150000", sameName],
  // single_layer.py has these besides
  ["single_layer --layer-type NRU --operation div", "--output-size 2", sameName],
  ["single_layer --layer-type NRU --operation div", "--clip-grad-norm 1", "_gn-1.0_"],
  ["single_layer --layer-type NRU --operation div", "--nru-div-mode div-sepSign", "nru-sS_op-"],
  ["single_layer --layer-type RealNPU --operation div", "--realnpu-reg-type bias", "_rWnpu-0-b_"],
  ["single_layer --layer-type RealNPU --operation div", "--lp-norm 2", sameName],
  ["single_layer --layer-type NRU --operation div", "--sample-distribution benford", "_D-b_"],
  ["single_layer --layer-type SignNMRU --operation div", "--noise-range [2,3]", "_n-2-3_"],
  // sequential_mnist.py
  ["sequential_mnist", "--layer-type LSTM", "lstm_d-0123456789_"],
  [sequence, "--regualizer 0.5", "_r-0.5-0-1_"],
  [sequence, "--regualizer-z 1", "_r-10-1.0-1_"],
  [sequence, "--regualizer-oob 0", "_r-10-0-0.0_"],
  [sequence, "--mnist-digits 123", "_d-123_"],
  [sequence, "--mnist-outputs 2", "_h-2_"],
  [sequence, "--model-simplification solved-accumulator", "_m-l-s_"],
  [sequence, "--max-epochs 7", sameName],
  [sequence, "--batch-size 32", "_b32_"],
  [sequence, "--seed 2", "_s2"],
  [sequence, "--interpolation-length 2", "_i-2_"],
  [sequence, "--extrapolation-lengths [1,2]", "_e-1-2_"],
  [sequence, "--softmax-transform", /stops with --softmax-transform/],
  [sequence, "--nac-oob regualized", "_oob-r_"],
  [sequence, "--regualizer-scaling exp", "_rs-exp-linear_"],
  [sequence, "--regualizer-scaling-start 5", "_rl-5-100000_"],
  [sequence, "--regualizer-scaling-end 6", "_rl-10000-6_"],
  [sequence, "--regualizer-shape squared", "_rs-linear-squared_"],
  [sequence, "--mnac-epsilon 0.1", "_eps-0.1_"],
  [sequenceGate, "--nalu-bias", "nalu-nalu-b_"],
  [sequenceGate, "--nalu-two-nac", "nalu-nalu-2n_"],
  [sequenceGate, "--nalu-two-gate", "nalu-nalu-2g_"],
  [sequenceGate, "--nalu-mul safe", "nalu-nalu-s_"],
  [sequenceGate, "--nalu-gate regualized", "nalu-nalu-r_"],
  [sequence, "--no-cuda", sameName],
  [sequence, "--name-prefix other", "other/reregualized"],
  [sequence, "--remove-existing-data", sameName],
  [sequence, "--verbose", sameName],
  [sequence, "--dataset-workers 4", sameName],
  ["sequential_mnist", `${nau} --operation sum`, /"sum" is refused: the original calls itself/],
  ["sequential_mnist", `${nau} --operation prod`, /"prod" is refused: .*Give that name/],
  ["sequential_mnist", `${nau} --operation cumdiv`, /"cumdiv" is refused: .* whole numbers/],
  ["sequential_mnist", `${nau} --operation div`, /"div" is refused: the original computes cumprod/],
  ["simple_function_static", `${nau} --operation cumsum`, /is an operation on sequences/],
  // values that Python's parser refuses too
  [sequence, "--dataset-workers many", /argument --dataset-workers: "many" is not a whole number/],
  [simple, "--W-set-count 1.5", /argument --W-set-count: "1\.5" is not a whole number/],
  [simple, "--weight-pull-end", /argument --weight-pull-end: .* is not a whole number/],
];

describe("figures run with each argument of the original scripts", () => {
  const dryRun = (words: readonly string[]) =>
    figures(["run", ...words, "--dry-run", "--runs", "logs"]);

  it("means what the original means by it, or says why not", async () => {
    const plain = new Map<string, string>();
    for (const [script, words, effect] of rows) {
      const before = script.split(" ");
      const { code, out, err } = await dryRun([...before, ...words.split(" ")]);
      const about = `${script} ${words}: ${out}${err}`;
      if (effect instanceof RegExp) {
        assert.deepEqual([code, out], [2, ""], about);
        assert.match(err, effect, about);
        continue;
      }
      assert.equal(code, 0, about);
      if (!plain.has(script)) plain.set(script, (await dryRun(before)).out);
      if (effect === sameName) assert.equal(out, plain.get(script), about);
      else {
        assert.ok(out.includes(effect), about);
        assert.notEqual(out, plain.get(script), about);
      }
    }
  });

  it("tells what the original would have written and is not", async () => {
    const { err } = await dryRun([...simple.split(" "), "--save-best-model"]);
    assert.match(err, /^warning: --save-best-model: models are not written/);
    const silent = await dryRun([...simple.split(" "), "--no-save", "--W-set-count", "3"]);
    assert.equal(silent.err, "");
  });
});
