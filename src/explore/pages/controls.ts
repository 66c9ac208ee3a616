import type { StoreIndex, StoreName } from "../curves/protocol.js";
import { h, labelled } from "./dom.js";
import { matcher, viewAddress, type ViewState } from "./viewState.js";

export interface ControlsOptions {
  readonly index: StoreIndex;
  readonly stores: readonly StoreName[];
  readonly view: () => ViewState;
  /** Told what is to be shown otherwise. */
  readonly change: (change: Partial<ViewState>) => void;
}

/** Which curves are shown and how: what stands above the list of runs. */
export function controls({ index, stores, view, change }: ControlsOptions): {
  readonly above: readonly (Node | null)[];
  readonly runs: HTMLElement;
} {
  const shown = view();
  const field = (name: "runs" | "tags", label: string) => {
    const input = h("input", {
      type: "search",
      value: shown[name],
      placeholder: "regular expression",
      spellcheck: "false",
      autocomplete: "off",
      oninput: () => {
        input.classList.toggle("is-text", !matcher(input.value).isRegex);
        change({ [name]: input.value });
      },
    });
    return labelled(label, input);
  };
  const check = (label: string, name: "isLog" | "ignoresOutliers") => {
    const box = h("input", {
      type: "checkbox",
      checked: shown[name],
      onchange: () => change({ [name]: box.checked }),
    });
    return labelled(label, box);
  };
  const smooth = h("input", {
    type: "range",
    min: 0,
    max: 0.999,
    step: 0.001,
    value: shown.smooth,
  });
  const weight = h("output", {}, String(shown.smooth));
  smooth.addEventListener("input", () => {
    weight.textContent = smooth.value;
    change({ smooth: Number(smooth.value) });
  });
  const names = stores.map(({ id, title }) => [id, title] as const);
  const facts = index.facts.map((fact) => [fact, fact] as const);
  return {
    above: [
      h("h2", {}, index.title),
      stores.length > 1
        ? choose("Logs", names, index.id, (store) => {
            location.hash = viewAddress({ ...view(), store, off: [], pinned: [] });
          })
        : null,
      field("tags", "Tags"),
      h("div", { class: "row" }, labelled("Smoothing", smooth), weight),
      choose("Horizontal axis", axisNames, shown.axis, (axis) => change({ axis })),
      check("Logarithmic values", "isLog"),
      check("Ignore outliers", "ignoresOutliers"),
      choose("Colour by", [["", "run"] as const, ...facts], shown.by, (by) => change({ by })),
    ],
    runs: field("runs", "Runs"),
  };
}

const axisNames = [
  ["step", "step"],
  ["relative", "relative time"],
  ["time", "wall time"],
] as const;

function choose<T extends string>(
  label: string,
  options: readonly (readonly [T, string])[],
  chosen: T,
  onChoice: (value: T) => void,
): HTMLElement {
  const select = h(
    "select",
    {
      onchange: () => {
        const picked = options.find(([value]) => value === select.value);
        if (picked !== undefined) onChoice(picked[0]);
      },
    },
    ...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
  );
  return labelled(label, select);
}
