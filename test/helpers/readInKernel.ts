import type { ReadOptions, RunDirectory } from "../../src/events/index.js";
import { partsOf, type Run, runOfParts } from "../../src/events/runs/run.js";
import { RunBuilder } from "../../src/events/runs/runBuilder.js";
import { RunTail } from "../../src/events/runs/runTail.js";
import { makeWorkspace, type Workspace } from "../../src/events/runs/workspace.js";

/** Memory with the kernel from the first byte on. */
export function workspaceWithKernel(options: ReadOptions = {}): Workspace {
  const workspace = makeWorkspace(options);
  workspace.memory.expect(2 ** 30);
  if (workspace.memory.kernel === undefined) throw new Error("there is no WebAssembly here");
  return workspace;
}

/** Memory without it, however much is read. */
export function workspaceWithoutKernel(options: ReadOptions = {}): Workspace {
  const workspace = makeWorkspace(options);
  workspace.memory.expect(-(2 ** 50));
  return workspace;
}

/** Reads a run as `readRun` does, with this memory. */
export function readInWorkspace(
  run: RunDirectory,
  options: ReadOptions,
  workspace: Workspace,
  budgetBytes = Infinity,
  limits: ReadonlyMap<string, number> = new Map(),
): Run {
  const builder = new RunBuilder(options);
  const tail = new RunTail(options, builder, limits, workspace);
  tail.watch(run);
  try {
    while (tail.advance(budgetBytes) === "more");
  } finally {
    tail.close();
  }
  return runOfParts(run, partsOf(tail, builder));
}
