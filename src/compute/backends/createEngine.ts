import type { BackendName, Engine, EnginePlan } from "./engine.js";
import type { DrawingStart } from "./wasm/wasmEngine.js";

/**
 * The engine of a backend and what it computes on; only that backend is loaded.
 *
 * @param drawing how a backend can draw batches itself; null: `plan.fillBatch` has to
 */
export async function createEngine(
  backend: BackendName,
  plan: EnginePlan,
  drawing: DrawingStart | null,
): Promise<{ readonly engine: Engine; readonly device: string }> {
  switch (backend) {
    case "js": {
      const { createJavascriptEngine } = await import("./javascriptEngine.js");
      return { engine: createJavascriptEngine(plan), device: "JavaScript" };
    }
    case "tfjs": {
      const { loadTensorLibrary } = await import("./tfjsLibrary.js");
      const { compileTfjsKernel } = await import("./tfjsKernel.js");
      const { createJavascriptEngine } = await import("./javascriptEngine.js");
      const { tf, device } = await loadTensorLibrary();
      const engine = createJavascriptEngine(plan, (...parts) => compileTfjsKernel(tf, ...parts));
      return { engine, device };
    }
    case "wasm": {
      const { createWasmEngine } = await import("./wasm/wasmEngine.js");
      return { engine: createWasmEngine(plan, drawing), device: "WebAssembly" };
    }
  }
}
