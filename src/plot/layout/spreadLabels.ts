import type { SceneItem, SceneMark } from "../vega/sceneTree.js";

/** Marks of labels beside the ends of lines: the name of their view in a spec ends so. */
const isLineLabel = ({ name = "" }: SceneMark) => /line_labels_marks$/.test(name);

/** Space between the middles of two labels, as a part of the size of their type. */
const spacing = 1.05;

/** Moves labels of line ends that would lie on each other up and down, and no farther than they have to be. */
export function spreadLabels(group: SceneItem): void {
  const labels = (group.items ?? []).filter(isLineLabel).flatMap(({ items }) => items);
  if (labels.length < 2) return;
  const gap = spacing * Math.max(...labels.map(({ fontSize = 8 }) => fontSize));
  let clusters = [...labels]
    .sort((a, b) => (a.y ?? 0) - (b.y ?? 0))
    .map((label) => ({ members: [label], middle: label.y ?? 0 }));
  for (let isDone = false; !isDone;) {
    isDone = true;
    const next: typeof clusters = [];
    for (const cluster of clusters) {
      const before = next.at(-1);
      const half = (one: typeof cluster) => (one.members.length * gap) / 2;
      if (before === undefined || cluster.middle - before.middle >= half(before) + half(cluster)) {
        next.push(cluster);
        continue;
      }
      const members = [...before.members, ...cluster.members];
      const middle = members.reduce((sum, { y = 0 }) => sum + y, 0) / members.length;
      next[next.length - 1] = { members, middle };
      isDone = false;
    }
    clusters = next;
  }
  const places = clusters.flatMap(({ members, middle }) =>
    members.map((label, at) => ({ label, y: middle + (at - (members.length - 1) / 2) * gap })),
  );
  for (const { label, y } of places) moveTo(label, y);
}

/** Moves an item up or down, and what it covers with it. */
export function moveTo(item: SceneItem, y: number): void {
  const { y1, y2 } = item.bounds;
  const by = y - (item.y ?? 0);
  Object.assign(item.bounds, { y1: y1 + by, y2: y2 + by });
  item.y = y;
}
