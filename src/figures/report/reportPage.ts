import { goneInk, newInk } from "../../plot/output/comparePictures.js";
import type { FigureChanges } from "./changes.js";
import type { CellChange, TableChanges } from "./compareTables.js";
import type { TextChange } from "./compareTexts.js";
import type { PictureChange } from "./pictureChange.js";
import { changedParts, counted, grouped, percent, shortPair, signed } from "./reportWords.js";

/** What a check of figures found. */
export interface CheckReport {
  /** The folder of the figures that were compared with. */
  readonly against: string;
  readonly changed: readonly FigureChanges[];
  readonly same: readonly Pick<FigureChanges, "key" | "title" | "compared">[];
  /** Why figures could not be made or compared. */
  readonly failures: readonly string[];
  /** Keys of figures that have neither data nor committed files. */
  readonly unchecked: readonly string[];
}

export interface ReportTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Places of the columns that hold numbers. */
  readonly numbers: ReadonlySet<number>;
  /** What is left out of it, if anything is. */
  readonly more?: string;
}

export interface ReportPicture {
  readonly title: string;
  /** Its place in the report's folder. */
  readonly file: string;
  readonly alternative: string;
}

/** What the report says of a figure. */
export interface ReportSection {
  readonly key: string;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly pictures: readonly ReportPicture[];
  readonly tables: readonly ReportTable[];
  /** Files that differ, with their places in the report's folder. */
  readonly files: readonly { readonly name: string; readonly old?: string; readonly now: string }[];
}

/** A report in words, before it becomes HTML or Markdown. */
export interface ReportPage {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly failures: readonly string[];
  readonly sections: readonly ReportSection[];
  readonly same: readonly string[];
  readonly unchecked: readonly string[];
}

/** The most rows of one table of a page; all are in `changes.csv`. */
const mostRows = 40;

/** What a report says, in words. */
export function reportPage(report: CheckReport): ReportPage {
  const { against, changed, same, failures, unchecked } = report;
  const all = changed.length + same.length;
  const isSame = changed.length === 0 && failures.length === 0;
  const files = [...changed, ...same].reduce((sum, { compared }) => sum + compared.length, 0);
  return {
    title: isSame
      ? `${counted(all, "figure")}: no change`
      : `${changed.length} of ${counted(all, "figure")} changed`,
    sentences: [
      `${counted(files, "file")} compared with those in ${against}: numbers exactly, drawings byte by byte.`,
      ...(isSame ? [`All are as they are in ${against}.`] : []),
    ],
    failures,
    sections: changed.map(sectionOf),
    same: same.map(({ key, title }) => `${key}: ${title}`),
    unchecked,
  };
}

/** Where files of a report lie in its folder. */
export const reportPlaces = {
  old: (name: string) => `old/${name}`,
  now: (name: string) => `new/${name}`,
  picture: (key: string, which: "old" | "new" | "difference") => `pictures/${key}.${which}.png`,
};

function sectionOf(figure: FigureChanges): ReportSection {
  const { key, title, compared, files, tables, texts, picture } = figure;
  const missing = files.filter(({ old }) => old === undefined).map(({ name }) => name);
  const inputs = inputTable(figure.changedInputs);
  return {
    key,
    title,
    sentences: [
      `${files.length} of ${counted(compared.length, "file")} ${files.length === 1 ? "differs" : "differ"}: ${files.map(({ name }) => name).join(", ")}.`,
      ...missing.map((name) => `${name} was not there.`),
      ...(files.some(({ name }) => name.endsWith(".csv"))
        ? numberSentences(tables.flatMap(({ changes }) => changes.cells))
        : ["No number changed."]),
      ...tables.flatMap(({ name, changes }) => rowSentences(name, changes)),
      ...pictureSentences(picture),
    ],
    pictures: picturesOf(key, title, picture),
    tables: [
      ...(inputs === undefined ? [] : [inputs]),
      ...tables.flatMap(({ name, changes }) => numberTable(name, changes.cells)),
      ...texts.map(({ name, changes }) => textTable(name, changes)),
    ],
    files: files.map(({ name, old }) => ({
      name,
      ...(old !== undefined && { old: reportPlaces.old(name) }),
      now: reportPlaces.now(name),
    })),
  };
}

function numberSentences(cells: readonly CellChange[]): string[] {
  const largest = byWeight(cells)[0] as CellChange | undefined;
  if (largest === undefined) return [];
  const count = `${counted(cells.length, "value")} changed`;
  return largest.widths === undefined
    ? [`${count}.`]
    : [
        `${count}; the largest change is ${signed(largest.widths)} widths of its interval: ${largest.place}, ${largest.column}.`,
      ];
}

function rowSentences(name: string, changes: TableChanges): string[] {
  const { cells, newRows, goneRows, newColumns, goneColumns, isReordered } = changes;
  const said = [
    ...listed(newRows, "row", "new"),
    ...listed(goneRows, "row", "gone"),
    ...listed(newColumns, "column", "new"),
    ...listed(goneColumns, "column", "gone"),
    ...(isReordered ? ["rows or columns stand in another order"] : []),
  ];
  if (said.length > 0) return [`${name}: ${said.join("; ")}.`];
  return cells.length > 0 ? [] : [`${name}: the same values, written in another way.`];
}

function listed(names: readonly string[], what: string, state: string): string[] {
  if (names.length === 0) return [];
  const more = names.length > 6 ? ` and ${names.length - 6} more` : "";
  return [`${counted(names.length, what)} ${state} (${names.slice(0, 6).join("; ")}${more})`];
}

function pictureSentences(picture: PictureChange | undefined): string[] {
  if (picture === undefined) return ["No drawing changed."];
  if ("missing" in picture) return [`${picture.name} changed; no picture: ${picture.missing}.`];
  const { name, difference, isResized } = picture;
  const { pixels, share } = difference;
  const seen =
    pixels === 0
      ? `${name} looks the same: only its bytes differ.`
      : `${name}: ${grouped(pixels)} pixels differ (${percent(share)}).`;
  return isResized ? [seen, "The page has another size."] : [seen];
}

function picturesOf(
  key: string,
  title: string,
  picture: PictureChange | undefined,
): ReportPicture[] {
  if (picture === undefined || "missing" in picture) return [];
  const { pixels } = picture.difference;
  const place = (which: "old" | "new" | "difference") => reportPlaces.picture(key, which);
  return [
    { title: "Old", file: place("old"), alternative: `${title}, as committed` },
    { title: "New", file: place("new"), alternative: `${title}, as its data give it now` },
    {
      title: `Difference (${newInk.name}: new, ${goneInk.name}: gone)`,
      file: place("difference"),
      alternative:
        pixels === 0
          ? "Difference: none that can be seen"
          : `Difference: ${grouped(pixels)} pixels, ${newInk.name} where something is new, ${goneInk.name} where something is gone`,
    },
  ];
}

function inputTable(changes: readonly TextChange[]): ReportTable | undefined {
  if (changes.length === 0) return undefined;
  return {
    caption: "What the figure is made from, and is not the same any more",
    header: ["input", "old", "new"],
    numbers: new Set(),
    ...cut(
      changes.map(({ place, old, now }) =>
        old === undefined && now === undefined
          ? [place, "", "another content"]
          : [place, old ?? "not there", now ?? "not there"],
      ),
    ),
  };
}

/** The changed cells of a table, those that moved by most widths first. */
function numberTable(name: string, cells: readonly CellChange[]): ReportTable[] {
  if (cells.length === 0) return [];
  const rows = taken(byWeight(cells)).map((cell) => {
    const [old, now] = shortPair(cell.old, cell.now);
    const { difference, widths } = cell;
    return [
      ...[cell.place, cell.column, old, now],
      difference === undefined ? "" : signed(difference),
      widths === undefined ? "" : signed(widths),
    ];
  });
  return [
    {
      caption: `Values of ${name}`,
      header: ["of", "column", "old", "new", "difference", "in interval widths"],
      numbers: new Set([2, 3, 4, 5]),
      ...cut(rows),
    },
  ];
}

const byWeight = (cells: readonly CellChange[]): CellChange[] =>
  [...cells].sort((a, b) => Math.abs(b.widths ?? 0) - Math.abs(a.widths ?? 0));

/** The most rows that say the same of texts one by one. */
const mostAlike = 3;

/** Cells of which the same text became the same other text count as one where they are many. */
function taken(cells: readonly CellChange[]): CellChange[] {
  const alike = new Map<string, CellChange[]>();
  for (const cell of cells) {
    const { column, old, now, place, difference } = cell;
    const id = JSON.stringify([column, old, now, difference === undefined ? "" : place]);
    alike.set(id, [...(alike.get(id) ?? []), cell]);
  }
  return [...alike.values()].flatMap((group) =>
    group.length > mostAlike ? [{ ...group[0], place: `${group.length} rows` }] : group,
  );
}

function textTable(name: string, changes: readonly TextChange[]): ReportTable {
  const hasPlaces = changes.some(({ place }) => place !== "");
  return {
    caption: hasPlaces ? `Keys of ${name}` : `Texts of ${name}`,
    header: [...(hasPlaces ? ["key"] : []), "old", "new"],
    numbers: new Set(),
    ...cut(
      changes.map(({ place, old, now }) => [
        ...(hasPlaces ? [place] : []),
        ...changedParts(old, now),
      ]),
    ),
  };
}

function cut(rows: readonly string[][]): Pick<ReportTable, "rows" | "more"> {
  if (rows.length <= mostRows) return { rows };
  const more = `${rows.length - mostRows} more: see changes.csv`;
  return { rows: rows.slice(0, mostRows), more };
}
