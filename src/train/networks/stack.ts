import type { Axis, Expression } from "../../compute/graph/expression.js";
import type { RunSettings } from "../../experiments/settings/runSettings.js";
import { createLayer, placeParameters, type PlacedNoise } from "../modules/parts/createLayer.js";
import {
  penaltyKeys,
  type Layer,
  type LayerShape,
  type LoggedDefinition,
  type ModuleDefinition,
  type PenaltyKey,
} from "../modules/parts/moduleDefinition.js";
import { UserError } from "../../util/userError.js";
import { drawLayers } from "./drawLayers.js";
import type {
  Network,
  NetworkLogged,
  NetworkParameter,
  NetworkPenalty,
  NetworkPlace,
  Pass,
  PassedLayer,
} from "./network.js";

/** A module at its place in a stack. */
export interface Placement {
  /** Its part of tags and names: `layer_1`. */
  readonly scope: string;
  readonly module: ModuleDefinition;
  /** Number of outputs. */
  readonly outputs: number;
}

/** Penalties of a stack as a whole, by key. */
export type StackPenalties = (pass: Pass) => Partial<Record<PenaltyKey, Expression>>;

/**
 * Modules one on top of the other: each reads what the one before puts out. A stack of one is a single
 * layer. Modules do not know where they are placed: the names of parameters and noise and the tags get
 * the scope of the place in front. Only the parameters of a single layer go by their own names.
 *
 * @throws {UserError} for settings that a module cannot run with
 */
export function createStack(
  placements: readonly Placement[],
  settings: RunSettings,
  place: NetworkPlace,
  ownPenalties: StackPenalties = () => ({}),
): Network {
  const noises: PlacedNoise[] = [];
  const shapes = shapesOf(placements, settings, place.inputs);
  const parameters = placeParameters(
    placements.flatMap(({ scope, module }, index) =>
      module.parameters(shapes[index]).map((definition) => ({
        ...definition,
        layer: index,
        local: definition.name,
        name: placements.length === 1 ? definition.name : `${scope}.${definition.name}`,
        tag: [scope, module.namespace, ...(definition.loggedAs ?? definition.name).split(".")].join(
          "/",
        ),
      })),
    ),
  );
  const ofLayer = placements.map((_, index) =>
    parameters
      .filter(({ layer }) => layer === index)
      .map((parameter) => ({ ...parameter, name: parameter.local })),
  );
  const layerOver = (index: number, x: Expression, samples: Axis, training: boolean): Layer => {
    const layer = createLayer(shapes[index], {
      samples,
      x,
      training,
      parameters: ofLayer[index],
      noises,
      noiseScope: placements.length === 1 ? "" : `${placements[index].scope} `,
      firstNoiseColumn: place.firstNoiseColumn,
    });
    return index === 0 ? layer : { ...layer, noise: refuseOfBatch(layer, placements[index]) };
  };
  const tagged = (
    { layers }: Pass,
    definitionsOf: (module: ModuleDefinition, layer: Layer) => readonly LoggedDefinition[],
  ): NetworkLogged[] =>
    placements.flatMap(({ scope, module }, index) =>
      definitionsOf(module, layers[index].layer).map((definition) => ({
        ...definition,
        layer: index,
        namespace: [module.namespace, definition.namespace].filter(Boolean).join("/"),
        tag: [scope, module.namespace, definition.namespace, definition.name]
          .filter(Boolean)
          .join("/"),
      })),
    );
  return {
    title: placements.map(({ module }) => module.name).join(" and "),
    parameters: parameters satisfies readonly NetworkParameter[],
    noises,
    draw: (generator) => drawLayers(ofLayer, generator),
    pass(x, samples, training) {
      const layers: PassedLayer[] = [];
      let output = x;
      for (const [index, { module }] of placements.entries()) {
        const layer = layerOver(index, output, samples, training);
        output = module.forward(layer);
        layers.push({ layer, output });
      }
      return { output, layers };
    },
    penalties: (pass) => [
      ...placements.flatMap(({ scope, module }, index): NetworkPenalty[] =>
        inOrder(module.penalties?.(pass.layers[index].layer) ?? {}, `${scope}/${module.namespace}`),
      ),
      ...inOrder(ownPenalties(pass)),
    ],
    logged: (pass) => tagged(pass, (module, layer) => module.logged?.(layer) ?? []),
    activations: (pass) => tagged(pass, (module, layer) => module.activations?.(layer) ?? []),
  };
}

/** Noise is drawn with the batch, when nobody knows yet what deeper layers will be given. */
function refuseOfBatch(layer: Layer, { scope, module }: Placement): Layer["noise"] {
  return (name, definition) => {
    if (typeof definition.bounds !== "function") return layer.noise(name, definition);
    throw new UserError(
      `The noise of ${module.name} in ${scope} depends on how its inputs vary, which is known of the first ` +
        "layer only. Leave the noise out, or give it bounds with --noise-range.",
    );
  };
}

/** What each layer is given: the first the network's inputs, each other the outputs of the one before. */
function shapesOf(
  placements: readonly Placement[],
  settings: RunSettings,
  inputs: Axis,
): LayerShape[] {
  const shapes: LayerShape[] = [];
  for (const [index, { scope, module, outputs }] of placements.entries()) {
    module.check?.(settings);
    const isLast = index === placements.length - 1;
    shapes.push({
      settings,
      inputs: shapes.at(-1)?.outputs ?? inputs,
      outputs: { name: isLast ? "output" : `${scope} output`, size: outputs },
    });
  }
  return shapes;
}

/** Penalties in the order of their keys. */
function inOrder(
  penalties: Partial<Record<PenaltyKey, Expression>>,
  scope?: string,
): NetworkPenalty[] {
  return penaltyKeys.flatMap((key): NetworkPenalty[] => {
    const value = penalties[key];
    const tag = [scope, "regualizer", key].filter(Boolean).join("/");
    return value ? [{ key, tag, value }] : [];
  });
}
