import { readFileSync } from "node:fs";
import { UserError } from "../../util/userError.js";
import type { CsvDialect } from "./csvDialect.js";
import { type CsvRecord, readRecords } from "./csvRecords.js";

/**
 * What is wrong with a CSV file that the database could not read, with the line and a remedy.
 *
 * @returns undefined when it is none of the usual faults
 */
export function faultOfCsv(
  path: string,
  dialect: CsvDialect,
  message: string,
): UserError | undefined {
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? NaN);
  if (Number.isNaN(line)) return undefined;
  const where = `Cannot read the table ${path}, line ${line}`;
  if (/Invalid unicode/.test(message)) {
    return new UserError(
      `${where}: it holds bytes that are not UTF-8.\n` +
        `Save it as "CSV UTF-8", or convert it from its encoding, such as: iconv -f latin1 -t utf-8.`,
    );
  }
  if (/unterminated quote/i.test(message)) {
    return new UserError(
      `${where}: a quote (") that is never closed.\nClose it, or write "" for a quote within quotes.`,
    );
  }
  const wrong = firstWrongRecord(path, dialect);
  if (wrong === undefined) return undefined;
  const { columns, delimiter } = dialect;
  const found = wrong.cells.length;
  const sign = delimiter === "\t" ? "tab" : `"${delimiter}"`;
  return new UserError(
    `Cannot read the table ${path}, line ${wrong.line}: the row has ${found} ${found === 1 ? "cell" : "cells"}, ` +
      `but the header has ${columns.length} columns (divided by ${sign}).\n` +
      (found < columns.length
        ? `Write a cell for each column: nothing between two signs for what is missing.`
        : `Give the header a name for each column, or put text that holds a ${sign} in double quotes.`),
  );
}

/** The first row with another number of cells than the header. */
function firstWrongRecord(path: string, dialect: CsvDialect): CsvRecord | undefined {
  for (const record of recordsOfFile(path, dialect)) {
    if (record.cells.length !== dialect.columns.length) return record;
  }
  return undefined;
}

/** The line of a row, counted from 0 below the header; undefined when the file is too large to look. */
export function lineOfRow(path: string, dialect: CsvDialect, row: number): number | undefined {
  let index = -1;
  for (const record of recordsOfFile(path, dialect)) if (index++ === row) return record.line;
  return undefined;
}

/** The header and the rows of a file; none when it is larger than a text may be. */
function* recordsOfFile(
  path: string,
  { delimiter, linesBefore }: CsvDialect,
): Generator<CsvRecord> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return;
  }
  let start = 0;
  for (let line = 0; line < linesBefore; line++) start = text.indexOf("\n", start) + 1;
  for (const { line, cells } of readRecords(text.slice(start), delimiter)) {
    yield { line: line + linesBefore, cells };
  }
}
