/** A thread that draws figures for the pages, one after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../util/userError.js";
import type { FigureAnswers, FigureCall, FigureReply } from "./figureMessages.js";
import { Figures, type FigureSettings } from "./figures.js";

const figures = new Figures(workerData as FigureSettings);

parentPort!.on("message", (call: FigureCall) => {
  answer(call).then(
    (value) => reply({ kind: "value", value }),
    (error: unknown) => {
      if (error instanceof UserError) {
        const { message, exitCode } = error;
        reply({ kind: "refused", message, exitCode });
      } else {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        reply({ kind: "fault", message });
      }
    },
  );
});

function answer(call: FigureCall): Promise<FigureAnswers[keyof FigureAnswers]> {
  switch (call.kind) {
    case "draw":
      return figures.draw(call.key, call.factor);
    case "runs":
      return figures.runs(call.key);
    case "differences":
      return figures.differences(call.key);
  }
}

function reply(message: FigureReply): void {
  parentPort!.postMessage(message);
}
