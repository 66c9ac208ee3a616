import { type TagKind, tagKinds } from "../decode/tag.js";

/** Number of the series of a tag's values of one kind: a tag may have values of several. */
export function seriesOf(tagIndex: number, kind: TagKind): number {
  return tagIndex * tagKinds.length + tagKinds.indexOf(kind);
}

/** Number of the series of a tag's scalars: `seriesOf` for the loop over all of them. */
export function scalarSeries(tagIndex: number): number {
  return tagIndex * tagKinds.length;
}

export function tagAndKindOf(series: number): { index: number; kind: TagKind } {
  const index = Math.floor(series / tagKinds.length);
  return { index, kind: tagKinds[series % tagKinds.length] };
}
