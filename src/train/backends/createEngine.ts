import type { BackendName } from "../trainer.js";
import type { Engine, EnginePlan } from "./engine.js";

/** The engine of a backend; only that backend is loaded. */
export async function createEngine(backend: BackendName, plan: EnginePlan): Promise<Engine> {
  switch (backend) {
    case "js":
    case "wasm": {
      const { createJavascriptEngine } = await import("./javascriptEngine.js");
      return createJavascriptEngine(plan);
    }
  }
}
