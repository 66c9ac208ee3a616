/** One record of a CSV text. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV text (RFC 4180), blank lines left out: for headers, and for saying where a file is
 * wrong. A quote that is never closed ends with the text.
 */
export function* readRecords(text: string, delimiter: string): Generator<CsvRecord, undefined> {
  let position = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  while (position < text.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      const cell = readCell(text, position, delimiter);
      cells.push(cell.text);
      line += cell.lines;
      position = cell.end + 1;
      if (text[cell.end] !== delimiter) {
        if (text[cell.end] === "\r" && text[position] === "\n") position++;
        break;
      }
    }
    line++;
    if (cells.length > 1 || cells[0] !== "") yield { line: start, cells };
  }
  return undefined;
}

/** The cell that begins at `start`; `end` is the place of the sign after it. */
function readCell(
  text: string,
  start: number,
  delimiter: string,
): { readonly text: string; readonly end: number; readonly lines: number } {
  let position = start;
  let cell = "";
  let lines = 0;
  if (text[position] === '"') {
    for (;;) {
      const quote = text.indexOf('"', position + 1);
      const part = text.slice(position + 1, quote < 0 ? undefined : quote);
      cell += part;
      lines += part.split("\n").length - 1;
      if (quote < 0) return { text: cell, end: text.length, lines };
      if (text[quote + 1] !== '"') {
        position = quote + 1;
        break;
      }
      cell += '"';
      position = quote + 1;
    }
  }
  let end = position;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") {
    end++;
  }
  return { text: cell + text.slice(position, end), end, lines };
}
