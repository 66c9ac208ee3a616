import type { Axis, Expression } from "../../compute/graph/expression.js";
import { add, mul, sigmoid, sum, tanh } from "../../compute/graph/operations.js";
import { uniform } from "../modules/parts/initializers.js";
import { placeParameters } from "../modules/parts/createLayer.js";
import { rowMajor } from "../modules/parts/createLayer.js";
import type { Accumulator } from "./accumulator.js";

/** Gates in the order of PyTorch's rows: input, forget, cell, output. */
const gateCount = 4;

/**
 * A long short-term memory with one hidden number: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al.
 * (2000). Its output is the hidden number. PyTorch's `LSTMCell`.
 */
export const longShortTermMemory = {
  name: "LSTM",
  create(digits: Axis): Accumulator {
    const gates: Axis = { name: "gate", size: gateCount };
    const hidden: Axis = { name: "hidden", size: 1 };
    // U(-1 / √hidden, 1 / √hidden).
    const initial = uniform(-1, 1);
    const parameters = placeParameters([
      { name: "weight_ih", axes: [gates, digits], initial },
      { name: "weight_hh", axes: [gates, hidden], initial },
      { name: "bias_ih", axes: [gates], initial },
      { name: "bias_hh", axes: [gates], initial },
    ]);
    const rowOf = (index: number, gate: number): Expression => {
      const { offset, axes } = parameters[index];
      const [, ...others] = axes;
      const strides = rowMajor(axes);
      return {
        kind: "parameter",
        axes: others,
        offset: offset + gate * strides[0],
        strides: strides.slice(1),
      };
    };
    return {
      parameters,
      // PyTorch's cell draws them when it is made, and so does the network that holds it.
      discardedDraws: 2,
      initial: [0, 0],
      step({ digit, state: [h, c] }) {
        const gate = (index: number): Expression =>
          add(
            sum(mul(digit, rowOf(0, index)), digits),
            rowOf(2, index),
            mul(h, sum(rowOf(1, index), hidden)),
            rowOf(3, index),
          );
        const cell = add(mul(sigmoid(gate(1)), c), mul(sigmoid(gate(0)), tanh(gate(2))));
        const output = mul(sigmoid(gate(3)), tanh(cell));
        return { output, state: [output, cell] };
      },
      penalties: () => [],
      activations: () => [],
      logged: () => [],
    };
  },
};
