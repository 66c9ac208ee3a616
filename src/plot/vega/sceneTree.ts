import type { View } from "vega";
import { largest, smallest } from "../../util/lists/longLists.js";

/** The parts of Vega's scene graph that figures are checked and fitted by. */
export interface SceneBounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface SceneItem {
  readonly bounds: SceneBounds;
  readonly items?: readonly SceneMark[];
  x?: number;
  y?: number;
  /** The other end of a line. */
  x2?: number;
  y2?: number;
  readonly width?: number;
  readonly height?: number;
  font?: string;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly opacity?: number;
  fill?: string;
  stroke?: string;
  readonly shape?: string;
  readonly size?: number;
  readonly strokeWidth?: number;
  readonly strokeOpacity?: number;
  readonly strokeDash?: readonly number[] | null;
  /** Of lines and areas: false where they have a gap. */
  readonly defined?: boolean;
  /** Of a text. */
  readonly align?: string;
  /** Of a text, in degrees. */
  readonly angle?: number;
  /** Where a legend stands: "bottom", "right", ... */
  readonly orient?: string;
  /** The greatest width of a text; what is longer is drawn with an ellipsis. */
  readonly limit?: number;
  /** The address of an image. */
  readonly url?: string | null;
  /** A decoded image. */
  image?: object;
  text?: unknown;
}

export interface SceneMark {
  readonly marktype: string;
  /** Set where what lies outside the group around the mark is not drawn. */
  readonly clip?: unknown;
  readonly role?: string;
  readonly name?: string;
  readonly bounds: SceneBounds;
  items: readonly SceneItem[];
}

/** Every mark below a mark, itself included, outer ones first. */
export function* allMarks(mark: SceneMark): Generator<SceneMark> {
  yield mark;
  for (const item of mark.items) {
    for (const inner of item.items ?? []) yield* allMarks(inner);
  }
}

export function sceneRoot(view: View): SceneMark {
  return (view.scenegraph() as unknown as { root: SceneMark }).root;
}

/** The bounds of everything but legends; those of the whole scene where there is nothing else. */
export function boundsWithoutLegends(root: SceneMark): SceneBounds {
  const spans: SceneBounds[] = [];
  visit(root, 0, 0);
  if (spans.length === 0) return root.bounds;
  return {
    x1: smallest(spans.map(({ x1 }) => x1)),
    y1: smallest(spans.map(({ y1 }) => y1)),
    x2: largest(spans.map(({ x2 }) => x2)),
    y2: largest(spans.map(({ y2 }) => y2)),
  };

  function visit(mark: SceneMark, x: number, y: number): void {
    if (mark.role === "legend") return;
    const hasLegend = [...allMarks(mark)].some(({ role }) => role === "legend");
    if (!hasLegend) return add(mark.bounds, x, y);
    for (const item of mark.items) {
      for (const inner of item.items ?? []) visit(inner, x + (item.x ?? 0), y + (item.y ?? 0));
    }
  }

  function add({ x1, y1, x2, y2 }: SceneBounds, x: number, y: number): void {
    // A mark without items has bounds the wrong way round.
    if (x1 <= x2 && y1 <= y2) spans.push({ x1: x1 + x, y1: y1 + y, x2: x2 + x, y2: y2 + y });
  }
}
