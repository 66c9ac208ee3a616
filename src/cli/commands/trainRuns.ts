import { availableParallelism } from "node:os";
import { executeTraining, type TrainingReport } from "../../jobs/executors/executeTraining.js";
import type { TrainingPlan } from "../../jobs/plan/planTraining.js";
import { UserError } from "../../util/userError.js";
import { interruptible } from "../terminal/interruptible.js";
import type { Terminal } from "../terminal/terminal.js";
import { formatDuration, progressLine } from "../text/progressLine.js";

/**
 * Carries a training plan out, with progress on the terminal, and says at the end what was done.
 *
 * @param workers number of threads; default: one per core
 * @throws {UserError} when runs failed
 * @throws {Interrupted} on Ctrl-C
 */
export async function trainRuns(
  plan: TrainingPlan,
  terminal: Terminal,
  workers = availableParallelism(),
): Promise<void> {
  const line = progressLine(terminal);
  const start = performance.now();
  let report: TrainingReport | undefined;
  try {
    await interruptible(async (signal) => {
      report = await executeTraining(plan, { workers, signal, onProgress: line.update });
    });
  } finally {
    line.clear();
    const seconds = (performance.now() - start) / 1000;
    if (report) terminal.err(`${describeReport(plan, report, seconds)}\n`);
  }
  const { devices } = report!;
  if (devices.length > 0) terminal.err(`computed with ${devices.join(", ")}\n`);
  for (const { directory, reason } of report!.stopped) {
    terminal.err(`warning: ${directory}: ended early: ${reason}\n`);
  }
  const { failed } = report!;
  if (failed.length > 0) {
    const [{ directory, error }] = failed;
    const others = failed.length > 1 ? `\n${failed.length - 1} other runs failed.` : "";
    throw new UserError(`${directory}: ${error.message}${others}`);
  }
}

/** `225 runs trained in 42 s (268,000 steps/s), 3 were there.` */
export function describeReport(
  plan: TrainingPlan,
  report: TrainingReport,
  seconds: number,
): string {
  const count = (runs: number): string => `${runs} ${runs === 1 ? "run" : "runs"}`;
  const rate = Math.round(report.iterationsDone / seconds).toLocaleString("en");
  const parts = [
    report.trained > 0
      ? `${count(report.trained)} trained in ${formatDuration(seconds)} (${rate} steps/s)`
      : `no run trained`,
    report.copied > 0 && `${report.copied} taken over from another experiment`,
    plan.finished > 0 && `${plan.finished} already finished`,
    plan.foreign.length > 0 &&
      `${plan.foreign.length} of other programs left alone (--force trains them again)`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}
