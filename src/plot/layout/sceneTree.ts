import type { View } from "vega";

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
  readonly x?: number;
  readonly y?: number;
  readonly font?: string;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly opacity?: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly shape?: string;
  text?: unknown;
}

export interface SceneMark {
  readonly marktype: string;
  readonly role?: string;
  readonly bounds: SceneBounds;
  readonly items: readonly SceneItem[];
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
