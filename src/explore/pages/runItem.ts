import type { StoreRun } from "../curves/protocol.js";
import { h } from "./dom.js";

/** A run in the list of runs: whether it is drawn, its colour, and what is to be known of it. */
export function runItem(
  { name, note, isInTraining = false }: StoreRun,
  look: { readonly colour: string; readonly isDrawn: boolean },
  onDrawn: (isDrawn: boolean) => void,
): HTMLElement {
  const box = h("input", {
    type: "checkbox",
    checked: look.isDrawn,
    onchange: () => onDrawn(box.checked),
  });
  const swatch = h("span", { class: "swatch" });
  swatch.style.background = look.colour;
  return h(
    "li",
    {},
    h("label", { title: note ?? undefined }, box, swatch, h("span", {}, name)),
    isInTraining ? h("span", { class: "state live" }, "in training") : null,
    note === null
      ? null
      : h("span", { class: "warn", title: note }, "⚠", h("span", { class: "only-heard" }, note)),
  );
}

/** What the list shows of its runs: another text, another list. */
export const listedText = (runs: readonly StoreRun[]): string =>
  runs.map(({ name, note, isInTraining }) => `${name} ${note} ${isInTraining}`).join("\n");
