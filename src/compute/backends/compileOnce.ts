import type { Executable } from "./backend.js";
import type { Program } from "./program.js";

/** Compiles each program once: runs of one form share it. */
export function compileOnce(
  compile: (program: Program) => Promise<Executable>,
): (program: Program) => Promise<Executable> {
  const compiled = new WeakMap<Program, Promise<Executable>>();
  return (program) => {
    const executable = compiled.get(program) ?? compile(program);
    compiled.set(program, executable);
    return executable;
  };
}
