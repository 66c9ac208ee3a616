import { findModule } from "./moduleRegistry.js";

/**
 * The original program's name of a module, which run names are made of: a layer type stays as it is, a
 * paper's name becomes the module's first layer type.
 *
 * @throws {UserError} for an unknown name, with the nearest ones
 */
export function originalLayerType(name: string): string {
  const { layerTypes } = findModule(name);
  return layerTypes.includes(name) ? name : layerTypes[0];
}
