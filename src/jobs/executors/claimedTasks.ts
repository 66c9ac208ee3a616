import { setTimeout } from "node:timers/promises";
import {
  inspectRun,
  isWholeRun,
  mayReplace,
  writeFailure,
  type RunRecord,
} from "../../train/runs/runDirectory.js";
import { publishRun } from "../../train/runs/publishRun.js";
import type { TrainRunTask } from "../../train/runs/trainRun.js";
import { Claims, type Claim, type ClaimTimes } from "../../util/files/claims.js";
import { UserError } from "../../util/userError.js";
import { cannotWrite, saysFull } from "../../util/writeFileAtomically.js";
import { claimFolder } from "../plan/claimedRuns.js";
import type { TrainingEvents } from "./executor.js";

/** A task whose run this process trains, into `folder`. */
export interface ClaimedTask {
  readonly task: TrainRunTask;
  readonly folder: string;
}

export interface ClaimedTasksOptions extends ClaimTimes {
  /**
   * Waits for runs that others are training, and trains them if those others give up; default true.
   * "for silent ones": only until there is a sign that they live.
   */
  readonly waits?: boolean | "for silent ones";
  /** Asked before each run whether to begin it. */
  readonly goesOn?: (task: TrainRunTask) => boolean;
}

const secondsBetweenLooks = 1;

/**
 * The tasks of a training one after the other, each claimed and with its run still missing. Those that
 * other processes have claimed come last: by then they are finished, given up, or worth waiting for.
 */
export class ClaimedTasks {
  readonly #claims: Claims;
  /** Nothing more fits on the disk: the others would fail as well. */
  #isFull = false;
  readonly #claimed = new Map<ClaimedTask, Claim>();
  /** Tasks that other processes took over while they were trained here, and have not finished yet. */
  readonly lost: TrainRunTask[] = [];

  constructor(
    readonly tasks: readonly TrainRunTask[],
    readonly on: TrainingEvents,
    readonly signal: AbortSignal,
    readonly options: ClaimedTasksOptions = {},
  ) {
    this.#claims = new Claims(options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ClaimedTask, void, void> {
    for await (const one of this.#rounds()) if (one !== "end of group") yield one;
  }

  /**
   * The same, with neighbours of one key together.
   *
   * @param keyOf undefined: the task is alone
   * @param most of a group
   */
  async *inGroups(
    keyOf: (task: TrainRunTask) => string | undefined,
    most: number,
  ): AsyncGenerator<readonly ClaimedTask[], void, void> {
    let group: ClaimedTask[] = [];
    for await (const one of this.#rounds(keyOf)) {
      if (one !== "end of group") group.push(one);
      if (group.length === most || (one === "end of group" && group.length > 0)) {
        yield group;
        group = [];
      }
    }
    if (group.length > 0) yield group;
  }

  async *#rounds(
    keyOf: (task: TrainRunTask) => string | undefined = () => undefined,
  ): AsyncGenerator<ClaimedTask | "end of group", void, void> {
    const { waits = true, goesOn = () => true } = this.options;
    let left = this.tasks;
    for (let round = 0; left.length > 0; round++) {
      const busy: TrainRunTask[] = [];
      for (const [index, task] of left.entries()) {
        if (this.signal.aborted || this.#isFull) return;
        if (goesOn(task)) {
          const claimed = await this.#claim(task);
          if (claimed === "silent" || (claimed === "alive" && waits !== "for silent ones")) {
            busy.push(task);
          } else if (typeof claimed === "object") yield claimed;
        }
        const key = keyOf(task);
        const next = left.at(index + 1);
        if (key === undefined || !next || keyOf(next) !== key) yield "end of group";
      }
      left = busy;
      if (!waits) return;
      // A first second look at once: while the others were trained here, much may have happened.
      if (round > 0 && left.length > 0) await this.#pause();
    }
  }

  /** Puts a trained run in its place. */
  async finish(claimed: ClaimedTask, record: RunRecord): Promise<void> {
    const { task, folder } = claimed;
    const claim = this.#claimed.get(claimed);
    if (claim === undefined) return;
    try {
      if (!(await claim.isHeld())) return await this.#settleLost(claimed);
      await publishRun(folder, task.directory);
    } catch (error) {
      return this.fail(claimed, error);
    }
    await this.#release(claimed);
    this.on.done(task, record);
  }

  /** Notes why a run could not be trained. */
  async fail(claimed: ClaimedTask, error: unknown): Promise<void> {
    const { task } = claimed;
    const claim = this.#claimed.get(claimed);
    if (claim === undefined) return;
    if (!(await claim.isHeld())) return this.#settleLost(claimed);
    const reason =
      error instanceof UserError ? error : new UserError(String(error), 1, { cause: error });
    this.#isFull ||= saysFull(reason.message);
    // Where nothing can be written, the failure is still reported.
    await writeFailure(task.directory, reason.message).catch(() => undefined);
    await this.#release(claimed);
    this.on.failed(task, reason);
  }

  /** Gives up what is unfinished. */
  async close(): Promise<void> {
    this.#claimed.clear();
    await this.#claims.releaseAll();
  }

  async #claim(task: TrainRunTask): Promise<ClaimedTask | "alive" | "silent" | "settled"> {
    const { directory, settings } = task;
    // Most of what many share is done by others: that is seen without a claim.
    const before = await inspectRun(directory, settings);
    if (before.kind === "finished" && task.replaces === undefined) {
      this.on.doneElsewhere(task, before.record);
      return "settled";
    }
    let claim: Claim;
    try {
      const attempt = await this.#claims.claim(claimFolder(directory));
      if ("holder" in attempt) {
        this.on.busy(task, attempt.holder);
        return attempt.isAlive ? "alive" : "silent";
      }
      claim = attempt;
    } catch (error) {
      const reason = cannotWrite(directory, error);
      this.#isFull ||= saysFull(reason.message);
      this.on.failed(task, reason);
      return "settled";
    }
    const claimed = { task, folder: claim.work };
    this.#claimed.set(claimed, claim);
    if (await this.#isMissing(claimed, claim)) {
      this.on.begun?.(task);
      return claimed;
    }
    await this.#release(claimed);
    const state = await inspectRun(directory, settings);
    if (state.kind === "finished") this.on.doneElsewhere(task, state.record);
    else
      this.on.failed(task, new UserError("Another program wrote something else there meanwhile."));
    return "settled";
  }

  /** Looks again, now that nobody else can train the run. */
  async #isMissing({ task }: ClaimedTask, claim: Claim): Promise<boolean> {
    const { directory, settings, replaces } = task;
    if (!(await mayReplace(task))) return false;
    if (replaces !== undefined) return true;
    // A process that was killed may have left a whole run that it could not put in its place any more.
    for (const folder of claim.leftovers) {
      if (!(await isWholeRun(folder, settings))) continue;
      await publishRun(folder, directory);
      return false;
    }
    return true;
  }

  /** What counts is what the process makes that took the run over because this one was not heard of. */
  async #settleLost(claimed: ClaimedTask): Promise<void> {
    const { task } = claimed;
    await this.#release(claimed);
    const state = await inspectRun(task.directory, task.settings);
    if (state.kind === "finished") this.on.doneElsewhere(task, state.record);
    else this.lost.push(task);
  }

  async #release(claimed: ClaimedTask): Promise<void> {
    const claim = this.#claimed.get(claimed);
    this.#claimed.delete(claimed);
    await claim?.release();
  }

  async #pause(): Promise<void> {
    const { signal } = this;
    await setTimeout(secondsBetweenLooks * 1000, undefined, { signal }).catch(() => undefined);
  }
}
