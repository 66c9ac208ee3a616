import { createRequire } from "node:module";
import { dirname } from "node:path";
import { UserError } from "../../util/userError.js";

/** An array on whatever device TensorFlow.js runs on. */
export interface Tensor {
  readonly shape: number[];
  dataSync(): Float32Array;
}

type Unary = (x: Tensor) => Tensor;
type Binary = (x: Tensor, y: Tensor) => Tensor;
type Reduction = (x: Tensor, axis: number, keepDimensions: boolean) => Tensor;

/** The part of TensorFlow.js that is used here; it is loaded only if the user has installed it. */
export interface TensorLibrary {
  tidy<T>(compute: () => T): T;
  tensor(values: Float32Array, shape: number[]): Tensor;
  scalar(value: number): Tensor;
  gather(x: Tensor, indices: Tensor, axis: number): Tensor;
  tensor1d(values: Int32Array, type: "int32"): Tensor;
  reshape(x: Tensor, shape: number[]): Tensor;
  where(condition: Tensor, whenTrue: Tensor, whenFalse: Tensor): Tensor;
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  readonly less: Binary;
  readonly lessEqual: Binary;
  readonly equal: Binary;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly pow: Binary;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly sqrt: Unary;
  readonly exp: Unary;
  readonly log: Unary;
  readonly sin: Unary;
  readonly cos: Unary;
  readonly tanh: Unary;
  readonly round: Unary;
  readonly sum: Reduction;
  readonly prod: Reduction;
}

/** TensorFlow.js and where it computes. */
export interface LoadedTensorLibrary {
  readonly tf: TensorLibrary;
  /** `@tensorflow/tfjs-node-gpu`, `@tensorflow/tfjs-backend-wasm`, ... */
  readonly device: string;
}

/** Packages with TensorFlow's own library, fastest first. */
const nativePackages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];
/** Portable packages, fastest first, and what they call their backend. */
const portablePackages = [
  ["@tensorflow/tfjs-backend-wasm", "wasm"],
  ["@tensorflow/tfjs-backend-cpu", "cpu"],
] as const;
const corePackage = "@tensorflow/tfjs-core";

let loaded: Promise<LoadedTensorLibrary> | undefined;

/**
 * Loads the fastest TensorFlow.js that is installed: on a GPU, on native code, on WebAssembly, on plain
 * JavaScript.
 *
 * @throws {UserError} when none is
 */
export function loadTensorLibrary(load: Importer = importInstalled): Promise<LoadedTensorLibrary> {
  if (load !== importInstalled) return findLibrary(load);
  loaded ??= findLibrary(load);
  return loaded;
}

/** Imports a package, or returns undefined if it is not installed or does not run on this machine. */
export type Importer = (name: string) => Promise<object | undefined>;

async function importInstalled(name: string): Promise<object | undefined> {
  try {
    return (await import(name)) as object;
  } catch {
    return undefined;
  }
}

/** Why there is no TensorFlow.js here, or undefined if there is. */
export async function missingTensorLibrary(
  load: Importer = importInstalled,
): Promise<string | undefined> {
  try {
    await loadTensorLibrary(load);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function findLibrary(load: Importer): Promise<LoadedTensorLibrary> {
  for (const device of nativePackages) {
    const tf = (await load(device)) as TensorLibrary | undefined;
    if (tf) return { tf, device };
  }
  const tf = (await load(corePackage)) as TensorLibrary | undefined;
  for (const [device, backend] of tf ? portablePackages : []) {
    const module = (await load(device)) as { setWasmPaths?: (folder: string) => void } | undefined;
    if (!tf || !module) continue;
    module.setWasmPaths?.(`${dirname(createRequire(import.meta.url).resolve(device))}/`);
    if (await tf.setBackend(backend)) return { tf, device };
  }
  throw new UserError(
    "The backend tfjs needs TensorFlow.js, which is not installed. Run\n" +
      "  npm install @tensorflow/tfjs-node-gpu                             # NVIDIA GPU\n" +
      "  npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm   # any machine\n" +
      "or take the backend wasm, which is faster for small modules.",
  );
}
