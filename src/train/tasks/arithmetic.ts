import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createArithmeticData, dataSetOf, evaluationRows } from "./arithmeticData.js";
import { sumOfSquaredErrors, trainingLoss } from "./losses.js";
import { inputsOf, layOutSubsets } from "./subsets.js";
import { checkSubsetCount } from "./targetOperation.js";
import type { TaskData, TaskFormulas, TrainingPhase } from "./task.js";
import { drawingStart, planDrawing } from "./uniformDrawing.js";

/** What the tasks have in common that learn an operation on sums of input subsets. */
export function arithmeticFormulas(settings: RunSettings): TaskFormulas {
  checkSubsetCount(settings.operation, layOutSubsets(settings).length);
  const drawing = planDrawing(settings);
  return {
    inputs: { name: "input", size: inputsOf(settings) },
    targets: [],
    phases: phasesOf(settings),
    metrics: [{ name: "error", sum: sumOfSquaredErrors }],
    sets: [
      {
        name: "validation",
        rows: evaluationRows,
        tags: { error: "metric/valid/interpolation" },
      },
      { name: "test", rows: evaluationRows, tags: { error: "metric/test/extrapolation" } },
    ],
    ...(drawing && { drawing }),
  };
}

/** The numbers of one run of such a task. */
export function arithmeticTaskData(settings: RunSettings): TaskData {
  const data = createArithmeticData(settings);
  return {
    sets: { validation: dataSetOf(data.validation), test: dataSetOf(data.test) },
    nextBatch(columns) {
      const batch = data.nextBatch();
      dataSetOf(batch).copyColumns(0, batch.rows, columns);
    },
    drawing: drawingStart(settings, data),
  };
}

/** `pcc-mse` goes over from correlation to squared error; every other criterion stays. */
function phasesOf({ trainCriterion, pccToMseIteration, precision }: RunSettings): TrainingPhase[] {
  if (trainCriterion !== "pcc-mse") {
    return [{ firstIteration: 0, loss: trainingLoss(trainCriterion, precision) }];
  }
  return [
    { firstIteration: 0, loss: trainingLoss("pcc", precision) },
    { firstIteration: pccToMseIteration, loss: trainingLoss("mse", precision) },
  ];
}
