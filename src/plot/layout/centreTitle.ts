import type { SceneItem } from "../vega/sceneTree.js";

/**
 * Centres the title above or below a row of panels on the panels: Vega centres it on what they need with the labels of
 * their axes, which stand at the left alone.
 */
export function centreTitle({ width, items = [] }: SceneItem): void {
  // A view of one panel has a width, and its title stands as the spec says.
  if (width !== undefined && width > 0) return;
  const panels = items.filter(({ role }) => role === "scope").flatMap((mark) => mark.items);
  const frames = panels.filter((panel) => panel.width !== undefined && panel.width > 0);
  if (frames.length === 0) return;
  const left = Math.min(...frames.map(({ x = 0 }) => x));
  const right = Math.max(...frames.map((panel) => (panel.x ?? 0) + (panel.width ?? 0)));
  for (const title of items.filter(({ role }) => role === "title").flatMap((mark) => mark.items)) {
    const isAcross = title.orient === "bottom" || title.orient === "top";
    const texts = (title.items ?? []).flatMap((mark) => mark.items);
    if (!isAcross || !texts.every(({ align }) => align === "center")) continue;
    const by = (left + right) / 2 - (title.x ?? 0);
    const { x1, x2 } = title.bounds;
    Object.assign(title.bounds, { x1: x1 + by, x2: x2 + by });
    title.x = (title.x ?? 0) + by;
  }
}
