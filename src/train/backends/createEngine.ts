import type { BackendName } from "../trainer.js";
import type { Engine, EnginePlan } from "./engine.js";
import type { DrawingStart } from "./wasm/wasmEngine.js";

/**
 * The engine of a backend; only that backend is loaded.
 *
 * @param drawing how a backend can draw batches itself; null: `plan.fillBatch` has to
 */
export async function createEngine(
  backend: BackendName,
  plan: EnginePlan,
  drawing: DrawingStart | null,
): Promise<Engine> {
  switch (backend) {
    case "js": {
      const { createJavascriptEngine } = await import("./javascriptEngine.js");
      return createJavascriptEngine(plan);
    }
    case "wasm": {
      const { createWasmEngine } = await import("./wasm/wasmEngine.js");
      return createWasmEngine(plan, drawing);
    }
  }
}
