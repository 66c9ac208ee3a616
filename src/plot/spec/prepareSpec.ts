import { own } from "../../util/own.js";
import { addContours } from "./addContours.js";
import { addFootnote } from "./addFootnote.js";
import { applyParams } from "./applyParams.js";
import { bindData } from "./bindData.js";
import { checkFields } from "./fields/checkFields.js";
import { checkVocabulary } from "./fields/checkVocabulary.js";
import { unescapeField } from "./fields/fieldNames.js";
import type { Figure, JsonObject, Theme } from "./figure.js";
import { assertVegaLite } from "./readSpec.js";
import { foldPanels } from "./foldPanels.js";
import { selectPanels } from "./selectPanels.js";
import { setTimes } from "./setTimes.js";
import { withShades } from "./shades.js";
import { stackPanels } from "./stackPanels.js";
import { isObject, walkViews } from "./walkViews.js";

/** A complete Vega-Lite document, and what is wrong with the fields that it names. */
export interface PreparedSpec {
  readonly document: JsonObject;
  readonly complaints: readonly string[];
}

/**
 * Makes the complete Vega-Lite document of a figure: spec, parameters, panels, rows, title and theme in one.
 *
 * @throws {UserError} when spec, parameters, panels and data do not fit together
 */
export function prepareSpec(
  figure: Figure,
  theme: Theme,
  onWarning: (message: string) => void,
): PreparedSpec {
  const { spec, specName = "the spec", data, params = {}, panels, title, description } = figure;
  assertVegaLite(spec, specName);
  checkVocabulary(spec, specName);
  const withParams = applyParams(spec, specName, params);
  const chosen = panels === undefined ? withParams : selectPanels(withParams, specName, panels);
  const stacked = stackPanels(chosen, specName, figure.widthCm);
  const selected = foldPanels(stacked, specName, figure.widthCm, Object.hasOwn(params, "columns"));
  const rows = bindData(selected, specName, addContours(selected, specName, data));
  const { document, complaints } = checkFields(rows, specName);
  const bound = addFootnote(setTimes(document, specName, onWarning), figure.footnote);
  const series = countSeries(bound);
  const colours = coloursFor(theme, series);
  if (series > colours.length) onWarning(coloursWarning(specName, series, colours.length));
  const complete = {
    ...bound,
    description: description ?? title,
    config: mergeConfigs(
      // A view without a size gets one that is no step, so that it can be fitted to the page.
      {
        view: {
          continuousWidth: 140,
          discreteWidth: 140,
          continuousHeight: 110,
          discreteHeight: 110,
        },
      },
      theme.config,
      { range: { category: colours } },
      isObject(bound.config) ? bound.config : {},
    ),
  };
  return { document: complete, complaints };
}

function coloursFor(theme: Theme, series: number): readonly string[] {
  const colours = theme.colours[Math.min(Math.max(series, 1), theme.colours.length) - 1];
  return series > colours.length ? withShades(colours) : colours;
}

function coloursWarning(specName: string, series: number, colours: number): string {
  return `${specName}: ${series} series, but only ${colours} colours to tell them apart: some series look the same. Show fewer, or split them into panels.`;
}

/** The number of different values of the fields that nominal colours stand for. */
function countSeries(spec: JsonObject): number {
  const datasets = (isObject(spec.datasets) ? spec.datasets : {}) as Record<string, JsonObject[]>;
  const values = new Set<unknown>();
  walkViews(spec, (view) => {
    const encoding = isObject(view.encoding) ? view.encoding : {};
    for (const channel of [encoding.color, encoding.fill, encoding.stroke]) {
      if (!isObject(channel) || typeof channel.field !== "string") continue;
      if (channel.type === "quantitative") continue;
      const column = unescapeField(channel.field);
      for (const row of Object.values(datasets).flat()) {
        if (Object.hasOwn(row, column)) values.add(own(row, column));
      }
    }
    return view;
  });
  return values.size;
}

/** Merges objects key by key, later ones over earlier ones; arrays and plain values are replaced. */
export function mergeConfigs(...configs: readonly JsonObject[]): JsonObject {
  // A map: a key may have any name, as "__proto__".
  const merged = new Map<string, unknown>();
  for (const config of configs) {
    for (const [key, value] of Object.entries(config)) {
      const before = merged.get(key);
      merged.set(key, isObject(before) && isObject(value) ? mergeConfigs(before, value) : value);
    }
  }
  return Object.fromEntries(merged);
}
