import { mergesIn } from "./colourDistance.js";
import type { Finding } from "./finding.js";
import type { PlacedItem } from "./placedItems.js";

/** Series that a reader can keep apart. */
const mostSeries = 8;

/** What stands for a series: in a legend its key, or else one of its marks. */
interface Key {
  readonly item: PlacedItem["item"];
  /** What it is called, or its colour where nothing says so. */
  readonly name: string;
}

/** Series that only colours tell apart, where these merge; and more series than a reader can keep apart. */
export function checkSeries(items: readonly PlacedItem[]): Finding[] {
  const legends = [...new Set(items.map(({ legend }) => legend))].filter((legend) => legend > 0);
  return legends.length > 0
    ? legends.flatMap((legend) => inLegend(items.filter((one) => one.legend === legend)))
    : withoutLegend(items);
}

function inLegend(items: readonly PlacedItem[]): Finding[] {
  const symbols = items.filter(({ mark }) => mark.role === "legend-symbol");
  const labels = items.filter(({ mark }) => mark.role === "legend-label");
  // A scale of colours or of lengths has labels, but no keys.
  if (symbols.length !== labels.length) return [];
  const keys = symbols.map(({ item }, at) => ({ item, name: String(labels[at].item.text) }));
  // Keys that differ in nothing but their sizes stand for numbers.
  const forms = new Set(keys.map((key) => `${formOf(key)} ${colourOf(key) ?? ""}`));
  if (keys.length > 1 && forms.size === 1) return [];
  return [...tooMany(keys.length, "series", "the legend"), ...merged(keys, "the legend")];
}

/** The colours of each panel of a figure that explains them nowhere, or with names at the marks. */
function withoutLegend(items: readonly PlacedItem[]): Finding[] {
  const panels = [...new Set(items.map(({ panel }) => panel))];
  return panels.flatMap((panel) => {
    const own = items.filter((one) => one.panel === panel && one.mark.role === "mark");
    const keys = new Map<string, Key>();
    for (const { item, mark } of own) {
      if (mark.marktype !== "line" && mark.marktype !== "symbol") continue;
      if ((item.opacity ?? 1) <= 0.5) continue;
      const colour = colourOf({ item, name: "" });
      if (colour === undefined) continue;
      const key = { item, name: colour };
      const id = `${formOf(key)} ${colour}`;
      if (!keys.has(id)) keys.set(id, key);
    }
    // So many colours are a scale.
    if (keys.size < 2 || keys.size > 30) return [];
    const all = [...keys.values()];
    const [{ place = "the page" } = {}] = own;
    const names = own.filter(({ mark }) => mark.marktype === "text").length;
    return [
      ...(names < keys.size ? tooMany(keys.size, "colours and forms", place) : []),
      ...merged(all, place),
    ];
  });
}

function tooMany(count: number, what: string, place: string): Finding[] {
  if (count <= mostSeries) return [];
  return [
    {
      check: "many series",
      kind: "problem",
      place,
      what: `${count} ${what}: a reader keeps about ${mostSeries} apart`,
      remedy:
        "Show fewer, split them into panels (facet, panels), or write their names at the lines (directLabels).",
    },
  ];
}

function merged(keys: readonly Key[], place: string): Finding[] {
  const found = new Map<string, string[]>();
  for (const [at, one] of keys.entries()) {
    for (const other of keys.slice(at + 1)) {
      if (formOf(one) !== formOf(other)) continue;
      const [a, b] = [colourOf(one), colourOf(other)];
      if (a === undefined || b === undefined) continue;
      for (const sight of mergesIn(a, b)) {
        found.set(sight, [...(found.get(sight) ?? []), `${one.name} and ${other.name}`]);
      }
    }
  }
  return [...found].map(([sight, pairs]) => ({
    check: "merging colours",
    kind: "problem",
    place,
    what: `only colours tell apart, and they merge ${sight}: ${pairs.slice(0, 3).join("; ")}${pairs.length > 3 ? ` and ${pairs.length - 3} more pairs` : ""}`,
    remedy:
      "Give the series shapes or dashes too, or other colours (palette in the lookup, colours in the theme).",
  }));
}

const formOf = ({ item }: Key): string =>
  JSON.stringify([
    item.shape,
    (item.strokeDash ?? []).length === 0 ? [1, 0] : item.strokeDash,
    isPainted(item.fill),
  ]);

function colourOf({ item }: Key): string | undefined {
  return [item.stroke, item.fill].find(isPainted);
}

const isPainted = (colour: unknown): colour is string =>
  typeof colour === "string" && colour !== "transparent";
