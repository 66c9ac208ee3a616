import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInWorkers } from "../../../src/jobs/executors/workerPool.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const program = `
  import { parentPort, threadId } from "node:worker_threads";
  parentPort.on("message", (task) => {
    if (task === "forever") for (;;);
    if (task === "exit") process.exit(3);
    if (task === "bad") parentPort.postMessage({ kind: "failed", message: "mend it", isUserError: true });
    else if (task === "broken") parentPort.postMessage({ kind: "failed", message: "a bug" });
    else {
      parentPort.postMessage({ kind: "progress", progress: task / 2 });
      parentPort.postMessage({ kind: "done", result: [task * 10, threadId] });
    }
  });`;

type Task = number | "forever" | "exit" | "bad" | "broken";

describe("runInWorkers", () => {
  const folder = temporaryFolder();
  let workerUrl: URL;
  before(() => {
    const path = join(folder(), "worker.mjs");
    writeFileSync(path, program);
    workerUrl = pathToFileURL(path);
  });
  const run = async (tasks: readonly Task[], workers: number, signal?: AbortSignal) => {
    const done = new Map<Task, readonly [number, number]>();
    const failed: [Task, string][] = [];
    const progress: [Task, number][] = [];
    await runInWorkers<Task, number, readonly [number, number]>({
      workerUrl,
      tasks,
      workers,
      signal,
      onProgress: (task, half) => progress.push([task, half]),
      onDone: (task, result) => done.set(task, result),
      onFailed: (task, { message }) => failed.push([task, message]),
    });
    return { done, failed, progress };
  };

  it("gives every task to one of the workers and its result to the caller", async () => {
    const tasks = Array.from({ length: 20 }, (_, index) => index);
    const { done, progress } = await run(tasks, 3);
    assert.deepEqual(
      [...done.keys()].sort((a, b) => (a as number) - (b as number)),
      tasks,
    );
    for (const [task, [result]] of done) assert.equal(result, (task as number) * 10);
    assert.ok(new Set([...done.values()].map(([, thread]) => thread)).size <= 3);
    assert.equal(progress.length, 20);
  });

  it("goes on after a task that failed for a reason that the user can mend", async () => {
    const { done, failed } = await run([1, "bad", 2], 1);
    assert.deepEqual([...done.keys()], [1, 2]);
    assert.deepEqual(failed, [["bad", "mend it"]]);
  });

  it("ends all workers when one fails otherwise or goes away", async () => {
    await assert.rejects(run(["broken", "forever"], 2), /a bug/);
    await assert.rejects(run(["exit", "forever"], 2), /ended with code 3/);
  });

  it("stops in the middle of tasks when it is told to", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const { done } = await run(["forever", 1, 2, "forever", 3], 2, controller.signal);
    assert.ok(done.size <= 2);
  });
});
