import assert from "node:assert/strict";
import { singleLayerProgram } from "../../helpers/singleLayerProgram.js";
import { compileJavascriptKernel } from "../../../src/compute/backends/javascriptKernel.js";
import { evaluateExpressions } from "../../../src/compute/graph/evaluateExpression.js";
import { findModule } from "../../../src/train/modules/moduleRegistry.js";
import {
  completeSettings,
  type GivenSettings,
} from "../../../src/experiments/settings/runSettings.js";
import reference from "../../../fixtures/train/referenceVectors.json" with { type: "json" };

interface ReferenceModule {
  readonly layer_type: string;
  readonly options: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, readonly unknown[]>>;
  readonly train_output: readonly number[];
  readonly eval_output: readonly number[];
  readonly train_mse: number;
  readonly grad: Readonly<Record<string, readonly unknown[]>>;
  readonly regularisers: Readonly<Record<string, number>>;
}

const settingNames: Readonly<Record<string, keyof GivenSettings>> = {
  nru_div_mode: "nruDivisionMode",
  realnpu_reg_type: "realNpuRegularizerType",
  npu_clip: "npuClip",
  nalu_mul: "naluMultiplication",
  nalu_gate: "naluGate",
};

const numbers = (nested: readonly unknown[]) => nested.flat(2) as number[];

function assertClose(actual: number, expected: number, tolerance: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= tolerance * Math.max(1, Math.abs(expected)), `${what}: ${actual}`);
}

describe("modules", () => {
  const { inputs, targets } = reference;
  const rows = inputs.length;
  const batch = Float64Array.from([
    ...inputs.map(([x]) => x),
    ...inputs.map(([, y]) => y),
    ...targets.flat(),
  ]);

  for (const [name, module] of Object.entries(
    reference.modules as unknown as Record<string, ReferenceModule>,
  )) {
    it(`compute what the original computes: ${name}`, () => {
      const settings = completeSettings({
        layerType: module.layer_type,
        batchSize: rows,
        regularizerGate: 1,
        regularizerNpuWeight: 1,
        ...Object.fromEntries(
          Object.entries(module.options).map(([key, value]) => [settingNames[key], value]),
        ),
      });
      const program = singleLayerProgram(findModule(module.layer_type), settings);
      const parameters = new Float64Array(program.parameterCount);
      // The original names the only NAC of a NALU differently here.
      const find = (values: ReferenceModule["grad"], parameter: string) =>
        numbers(values[parameter] ?? values[parameter.replace("nac_add.", "")]);
      for (const parameter of program.network.parameters) {
        parameters.set(find(module.parameters, parameter.name), parameter.offset);
      }
      const { training, evaluation } = program.output;
      const outputs = evaluateExpressions([training, evaluation], { parameters, batch, rows });
      module.train_output.forEach((output, row) =>
        assertClose(outputs[0].values[row], output, 1e-6, "training output"),
      );
      module.eval_output.forEach((output, row) =>
        assertClose(outputs[1].values[row], output, 1e-6, "evaluation output"),
      );

      const results = new Float64Array(program.resultCount);
      const gradients = new Float64Array(program.parameterCount);
      const scalars = new Float64Array(program.scalars.length);
      const step = compileJavascriptKernel(
        program.trainingKernel(program.task.phases[0]),
        program.scalars,
      );
      step({ parameters, scalars, batch, results, gradients });
      assertClose(results[0], module.train_mse, 1e-6, "loss");
      for (const { name: parameter, offset } of program.network.parameters) {
        find(module.grad, parameter).forEach((gradient, i) =>
          assertClose(gradients[offset + i], gradient, 2e-6, `gradient of ${parameter}`),
        );
      }
      for (const [key, penalty] of Object.entries(module.regularisers)) {
        const place = program.penalties.find((known) => known.key === key)?.place;
        assert.ok(place !== undefined, `no penalty ${key}`);
        assertClose(results[place], penalty, 1e-6, `penalty ${key}`);
      }
    });
  }
});
