import { axes, type Axis } from "../curves/protocol.js";

/** What the explorer shows. It stands in the address, so that a link shows the same. */
export interface ViewState {
  readonly store: string;
  /** Regular expressions over the names of runs and tags. */
  readonly runs: string;
  readonly tags: string;
  readonly smooth: number;
  readonly axis: Axis;
  readonly isLog: boolean;
  /** Whether the axis leaves out what lies far beyond the rest. */
  readonly ignoresOutliers: boolean;
  /** The fact that gives runs their colour; "" for the run itself. */
  readonly by: string;
  readonly pinned: readonly string[];
  /** Names of runs that are switched off. */
  readonly off: readonly string[];
}

/** How a panel is drawn. */
export type PanelView = Pick<ViewState, "axis" | "smooth" | "isLog" | "ignoresOutliers">;

export const initialView: ViewState = {
  store: "",
  runs: "",
  tags: "",
  smooth: 0.6,
  axis: "step",
  isLog: false,
  ignoresOutliers: false,
  by: "",
  pinned: [],
  off: [],
};

export function readView(query: URLSearchParams): ViewState {
  const smooth = Number(query.get("smooth") ?? initialView.smooth);
  return {
    store: query.get("store") ?? "",
    runs: query.get("runs") ?? "",
    tags: query.get("tags") ?? "",
    smooth: smooth >= 0 && smooth < 1 ? smooth : initialView.smooth,
    axis: axes.find((axis) => axis === query.get("x")) ?? "step",
    isLog: query.get("log") === "1",
    ignoresOutliers: query.get("outliers") === "0",
    by: query.get("by") ?? "",
    pinned: query.getAll("pin"),
    off: query.getAll("off"),
  };
}

/** The address of a view; what is as at first is left out. */
export function viewAddress(view: ViewState): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string) => void (value !== "" && query.append(name, value));
  put("store", view.store);
  put("runs", view.runs);
  put("tags", view.tags);
  put("smooth", view.smooth === initialView.smooth ? "" : String(view.smooth));
  put("x", view.axis === "step" ? "" : view.axis);
  put("log", view.isLog ? "1" : "");
  put("outliers", view.ignoresOutliers ? "0" : "");
  put("by", view.by);
  for (const tag of view.pinned) query.append("pin", tag);
  for (const run of view.off) query.append("off", run);
  const text = query.toString();
  return `#/explore${text === "" ? "" : `?${text}`}`;
}

/** A test of names; what is no regular expression is looked for as it stands. */
export function matcher(pattern: string): { test: (name: string) => boolean; isRegex: boolean } {
  try {
    const regex = new RegExp(pattern, "i");
    return { test: (name) => regex.test(name), isRegex: true };
  } catch {
    return { test: (name) => name.includes(pattern), isRegex: false };
  }
}
