import { own } from "../../util/own.js";
import { changedInputs } from "../resolve/changedInputs.js";
import { compareTables, type TableChanges } from "./compareTables.js";
import { compareJson, compareLines, compareSvgTexts, type TextChange } from "./compareTexts.js";
import type { ComparedFigure } from "./comparedFigure.js";
import { comparePictureFiles, type PictureChange } from "./pictureChange.js";

/** Everything about a figure that is not as it was. */
export interface FigureChanges extends ComparedFigure {
  /** What it was made from and is not the same any more; of what is no file, with both values. */
  readonly changedInputs: readonly TextChange[];
  readonly tables: readonly { readonly name: string; readonly changes: TableChanges }[];
  readonly texts: readonly { readonly name: string; readonly changes: readonly TextChange[] }[];
  readonly picture?: PictureChange;
}

/** Finds what changed in the files of a figure. */
export async function figureChanges(figure: ComparedFigure): Promise<FigureChanges> {
  const { files, inputs } = figure;
  const pairs = files.flatMap(({ name, old, now }) =>
    old === undefined ? [] : [{ name, old: textOf(old), now: textOf(now) }],
  );
  const tables = pairs
    .filter(({ name }) => name.endsWith(".csv"))
    .map(({ name, old, now }) => ({ name, changes: compareTables(old, now) }));
  const texts = pairs.flatMap(({ name, old, now }) => {
    const compare = textComparers.find(([ending]) => ending.test(name))?.[1];
    const changes = compare?.(old, now) ?? [];
    return changes.length === 0 ? [] : [{ name, changes }];
  });
  const picture = await comparePictureFiles(files);
  return {
    ...figure,
    changedInputs: changesOfInputs(inputs),
    tables,
    texts,
    ...(picture !== undefined && { picture }),
  };
}

const textComparers: readonly [ending: RegExp, compare: typeof compareLines][] = [
  [/\.vl\.json$/, compareJson],
  [/\.svg$/, compareSvgTexts],
  [/\.(md|tex)$/, compareLines],
];

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** Without a record nothing is known of what the committed files were made from. */
function changesOfInputs({ old, now }: ComparedFigure["inputs"]): TextChange[] {
  if (Object.keys(old).length === 0) return [];
  const shown = (value: string | undefined) => (isHash(value) ? "another content" : value);
  return changedInputs(old, now).map((name) => {
    const [was, is] = [own(old, name), own(now, name)];
    if (isHash(was) && isHash(is)) return { place: name };
    return {
      place: name,
      ...(was !== undefined && { old: shown(was) }),
      ...(is !== undefined && { now: shown(is) }),
    };
  });
}

const isHash = (value: string | undefined): boolean => /^[0-9a-f]{40,}$/.test(value ?? "");
