import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import { activationLayers, linear } from "./basicLayers.js";
import { gatedNauNmu } from "./gatedNauNmu.js";
import { gatedSignNmru } from "./gatedSignNmru.js";
import { mnac } from "./mnac.js";
import { nac } from "./nac.js";
import { nacNmu } from "./nacNmu.js";
import { nalu } from "./nalu.js";
import { nau } from "./nau.js";
import { nmru } from "./nmru.js";
import { nmu } from "./nmu.js";
import { npu } from "./npu.js";
import { nru } from "./nru.js";
import type { ModuleDefinition } from "./parts/moduleDefinition.js";
import { posNac } from "./posNac.js";
import { realNpu, realNpuWithoutEpsilon } from "./realNpu.js";
import { sigmoidNmu } from "./sigmoidNmu.js";
import { signNmru } from "./signNmru.js";

/** The modules that come with the program. */
export const shippedModules: readonly ModuleDefinition[] = [
  linear,
  ...activationLayers,
  nac,
  mnac,
  posNac,
  nacNmu,
  nalu,
  gatedNauNmu,
  nau,
  nmu,
  sigmoidNmu,
  npu,
  realNpu,
  realNpuWithoutEpsilon,
  nru,
  signNmru,
  nmru,
  gatedSignNmru,
];

const added: ModuleDefinition[] = [];

/** Makes a module of one's own available by its names; it goes before one that is called the same. */
export function addModule(definition: ModuleDefinition): void {
  added.unshift(definition);
}

/**
 * Finds a module by the original's layer type, or by the name that papers give it.
 *
 * @throws {UserError} for an unknown name, with the nearest ones
 */
export function findModule(name: string): ModuleDefinition {
  const all = [...added, ...shippedModules];
  const found =
    all.find(({ layerTypes }) => layerTypes.includes(name)) ??
    all.find((module) => plain(module.name) === plain(name)) ??
    all.find(({ layerTypes }) => layerTypes.some((type) => plain(type) === plain(name)));
  if (found) return found;
  const names = all.flatMap((module) => [module.name, ...module.layerTypes]);
  throw new UserError(`There is no module "${name}".${didYouMean(name, names)}`, 2);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9•+σ]/g, "");
}
