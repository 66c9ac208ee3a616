import type { Precision, TrainCriterion } from "../../experiments/settings/training.js";
import type { Axis, Expression } from "../../compute/graph/expression.js";
import {
  abs,
  add,
  clamp,
  div,
  mean,
  mul,
  sqrt,
  square,
  sub,
  sum,
} from "../../compute/graph/operations.js";

/** Loss of outputs (axes samples and outputs) against targets (axis samples). */
export type TrainingLoss = (output: Expression, target: Expression, samples: Axis) => Expression;

/** Mean squared error over samples and outputs. */
const meanSquaredError: TrainingLoss = (output, target) => {
  const error = square(sub(output, target));
  return mean(error, ...error.axes);
};

/** Mean of |(t - y) / t|, without a guard against t = 0. */
const meanAbsolutePercentageError: TrainingLoss = (output, target) => {
  const error = abs(div(sub(target, output), target));
  return mean(error, ...error.axes);
};

/**
 * 1 - r with Pearson's correlation r: deviations are divided by √max(variance, ε) + ε and their
 * product is averaged over the samples.
 */
const correlationLoss =
  (epsilon: number): TrainingLoss =>
  (output, target, samples) => {
    const standardised = (values: Expression): Expression => {
      const deviation = sub(values, mean(values, samples));
      const variance = clamp(mean(square(deviation), samples), epsilon, Infinity);
      return div(deviation, add(sqrt(variance), epsilon));
    };
    const correlation = mean(mul(standardised(output), standardised(target)), samples);
    const loss = sub(1, correlation);
    return mean(loss, ...loss.axes);
  };

/** The loss of a `--train-criterion`, in the arithmetic of some precision. */
export function trainingLoss(
  criterion: Exclude<TrainCriterion, "pcc-mse">,
  precision: Precision,
): TrainingLoss {
  switch (criterion) {
    case "mse":
      return meanSquaredError;
    case "pcc":
      return correlationLoss(precision === 32 ? 2 ** -23 : 2 ** -52);
    case "mape":
      return meanAbsolutePercentageError;
  }
}

/** Sum of squared errors over samples and outputs. */
export function sumOfSquaredErrors(output: Expression, target: Expression): Expression {
  const error = square(sub(output, target));
  return sum(error, ...error.axes);
}
