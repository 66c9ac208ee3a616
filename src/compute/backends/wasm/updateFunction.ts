import { adam, type OptimizerPlan } from "../engine.js";
import type { Code } from "./code.js";
import { f32x4, i32, loopUntil, v128 } from "./instructions.js";
import { FunctionWriter } from "./moduleWriter.js";
import { sumOfLanes } from "./kernelFunction.js";

/** Addresses of arrays with an element for each parameter, padded to whole vectors. */
export interface UpdateMemory {
  readonly bytes: number;
  readonly parameters: number;
  readonly gradients: number;
  readonly firstMoments: number;
  readonly secondMoments: number;
  /** Bounds that parameters are clamped to after the step; null: none has any. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
  /** Bytes from the start of a step's scalars to Adam's two. */
  readonly adamScalars: number;
}

/**
 * A function of the address of the step's scalars: clips the gradients' norm, makes the optimiser's
 * step in PyTorch's order of operations, clamps. It returns whether some parameter is not a number.
 */
export function writeUpdateFunction(
  plan: { readonly optimizer: OptimizerPlan; readonly clipGradientNorm: number | null },
  memory: UpdateMemory,
): FunctionWriter {
  const fn = new FunctionWriter(["i32"], ["i32"]);
  const scalars = fn.parameter(0);
  const at = fn.local("i32");
  const named = (value: Code): Code => {
    const local = fn.local("v128");
    fn.emit(local.set(value));
    return local.get;
  };
  const everyVector = (write: () => void): void => {
    const body = fn.capture(write);
    const advance = at.set(i32.add(at.get, i32.const(16)));
    fn.emit(
      at.set(i32.const(0)),
      loopUntil([...body, advance], i32.geU(at.get, i32.const(memory.bytes))),
    );
  };
  const gradient = v128.load(at.get, memory.gradients);

  if (plan.clipGradientNorm !== null) {
    const squares = fn.local("v128");
    const largest = plan.clipGradientNorm;
    fn.emit(squares.set(f32x4.const(0)));
    everyVector(() => {
      const g = named(gradient);
      fn.emit(squares.set(f32x4.add(squares.get, f32x4.mul(g, g))));
    });
    const norm = f32x4.sqrt(sumOfLanes(squares.get, named));
    const ratio = f32x4.div(f32x4.const(largest), f32x4.add(norm, f32x4.const(1e-6)));
    const factor = named(f32x4.pmin(ratio, f32x4.const(1)));
    everyVector(() => fn.emit(v128.store(at.get, f32x4.mul(gradient, factor), memory.gradients)));
  }

  const found = fn.local("v128");
  const stepSize = named(v128.load32Splat(scalars.get, memory.adamScalars));
  const correction = named(v128.load32Splat(scalars.get, memory.adamScalars + 4));
  fn.emit(found.set(f32x4.const(0)));
  everyVector(() => {
    const g = named(gradient);
    const step =
      plan.optimizer.kind === "adam"
        ? adamStep(g, stepSize, correction)
        : momentumStep(g, plan.optimizer);
    const stepped = f32x4.add(v128.load(at.get, memory.parameters), step);
    const bounded = memory.bounds
      ? f32x4.pmin(
          f32x4.pmax(stepped, v128.load(at.get, memory.bounds.low)),
          v128.load(at.get, memory.bounds.high),
        )
      : stepped;
    const parameter = named(bounded);
    fn.emit(
      v128.store(at.get, parameter, memory.parameters),
      found.set(v128.or(found.get, f32x4.ne(parameter, parameter))),
    );
  });
  fn.emit(v128.anyTrue(found.get));
  return fn;

  /** Kingma and Ba, "Adam" (2015), algorithm 1. */
  function adamStep(g: Code, size: Code, root: Code): Code {
    const oldFirst = named(v128.load(at.get, memory.firstMoments));
    const first = named(
      f32x4.add(oldFirst, f32x4.mul(f32x4.const(1 - adam.beta1), f32x4.sub(g, oldFirst))),
    );
    const second = named(
      f32x4.add(
        f32x4.mul(v128.load(at.get, memory.secondMoments), f32x4.const(adam.beta2)),
        f32x4.mul(f32x4.mul(f32x4.const(1 - adam.beta2), g), g),
      ),
    );
    fn.emit(
      v128.store(at.get, first, memory.firstMoments),
      v128.store(at.get, second, memory.secondMoments),
    );
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(second), root), f32x4.const(adam.epsilon));
    return f32x4.div(f32x4.mul(f32x4.neg(size), first), denominator);
  }

  function momentumStep(
    g: Code,
    { learningRate, momentum }: { learningRate: number; momentum: number },
  ): Code {
    if (momentum === 0) return f32x4.mul(f32x4.const(-learningRate), g);
    const velocity = named(
      f32x4.add(f32x4.mul(v128.load(at.get, memory.firstMoments), f32x4.const(momentum)), g),
    );
    fn.emit(v128.store(at.get, velocity, memory.firstMoments));
    return f32x4.mul(f32x4.const(-learningRate), velocity);
  }
}
