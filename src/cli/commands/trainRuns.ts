import type { Executor } from "../../jobs/executors/executor.js";
import { executeTraining, type TrainingReport } from "../../jobs/executors/executeTraining.js";
import type { TrainingPlan } from "../../jobs/plan/planTraining.js";
import { UserError } from "../../util/userError.js";
import { interruptible } from "../terminal/interruptible.js";
import { formatDuration, progressLine } from "../text/progressLine.js";
import type { Terminal } from "../terminal/terminal.js";

/**
 * Carries a training plan out, with progress on the terminal, and says at the end what was done and
 * what is missing.
 *
 * @throws {UserError} when runs failed
 * @throws {Interrupted} on Ctrl-C
 */
export async function trainRuns(
  plan: TrainingPlan,
  terminal: Terminal,
  executor: Executor,
): Promise<void> {
  for (const note of plan.notes) terminal.err(`note: ${note}\n`);
  for (const line of describeFailuresBefore(plan)) terminal.err(`${line}\n`);
  const line = progressLine(terminal);
  const start = performance.now();
  const report = await interruptible(async (signal) => {
    try {
      const done = await executeTraining(plan, { executor, signal, onProgress: line.update });
      line.clear();
      if (signal.aborted) terminal.err(`${describeInterruption(plan, done)}\n`);
      return done;
    } finally {
      line.clear();
    }
  });
  terminal.err(`${describeReport(plan, report, (performance.now() - start) / 1000)}\n`);
  const { devices, failed } = report;
  const handedOn = report.submitted.reduce((sum, { runs }) => sum + runs, 0);
  const missing = report.missing - failed.length - handedOn;
  if (handedOn > 0) terminal.err('"figures status" says how far they are\n');
  else if (missing > 0) {
    const are = missing === 1 ? "1 run is" : `${missing} runs are`;
    terminal.err(
      `${are} missing; the same command trains what is, and "figures status" shows it\n`,
    );
  }
  if (devices.length > 0) terminal.err(`computed with ${devices.join(", ")}\n`);
  for (const { directory, reason } of report.stopped) {
    terminal.err(`warning: ${directory}: ended early: ${reason}\n`);
  }
  if (failed.length > 0) {
    const [{ directory, error }] = failed;
    const others = failed.length > 1 ? `\n${failed.length - 1} other runs failed.` : "";
    throw new UserError(`${directory}: ${error.message}${others}`, 1, { cause: error });
  }
}

/** That runs are tried again, with the reason why each failed; many runs often fail for one reason. */
function describeFailuresBefore({ failedBefore }: TrainingPlan): string[] {
  const reasons = new Map<string, typeof failedBefore>();
  for (const one of failedBefore) {
    const { reason } = one.failure;
    reasons.set(reason, [...(reasons.get(reason) ?? []), one]);
  }
  return [...reasons].map(([reason, [first, ...others]]) => {
    const more = others.length > 0 ? ` (and ${others.length} more)` : "";
    return `trying again: ${first.directory}${more}, which failed: ${reason}`;
  });
}

function describeInterruption(plan: TrainingPlan, report: TrainingReport): string {
  const all = plan.trainings.length + plan.copies.length;
  const done = report.trained + report.trainedElsewhere + report.copied;
  const rest = done < all ? "; the same command trains the others" : "";
  return `interrupted: ${done} of ${all} ${all === 1 ? "run" : "runs"} trained${rest}`;
}

/** `225 runs trained in 42 s (268,000 steps/s), 3 already finished`. */
export function describeReport(
  plan: TrainingPlan,
  report: TrainingReport,
  seconds: number,
): string {
  const count = (runs: number): string => `${runs} ${runs === 1 ? "run" : "runs"}`;
  const rate = Math.round(report.iterationsDone / seconds).toLocaleString("en");
  const isSubmitted = report.submitted.length > 0;
  const parts = [
    report.trained > 0
      ? `${count(report.trained)} trained in ${formatDuration(seconds)} (${rate} steps/s)`
      : !isSubmitted && "no run trained",
    ...report.submitted.map(({ runs, by }) => `${count(runs)} submitted: ${by}`),
    report.trainedElsewhere > 0 &&
      `${report.trainedElsewhere} trained by other processes meanwhile`,
    report.copied > 0 && `${report.copied} taken over from another experiment`,
    plan.finished > 0 && `${plan.finished} already finished`,
    plan.foreign.length > 0 &&
      `${plan.foreign.length} of other programs left alone (--force trains them again)`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}
