import { h } from "./dom.js";

/** Shows, when it is known, whether a figure is the committed one. */
export async function showComparison(
  place: HTMLElement,
  answer: Promise<readonly string[]>,
): Promise<void> {
  const differences = await answer.catch((error: unknown) => String(error));
  if (typeof differences === "string") {
    place.replaceChildren(h("span", { class: "state poor" }, `cannot be compared: ${differences}`));
  } else if (differences.length === 0) {
    place.replaceChildren(h("span", { class: "state good" }, "as committed"));
  } else {
    place.replaceChildren(
      h("span", { class: "state poor" }, "differs from what is committed"),
      h("ul", { class: "note" }, ...differences.map((line) => h("li", {}, line))),
    );
  }
}
