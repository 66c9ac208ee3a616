import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";

/** Lines of a file's fields by their paths, as messages write them: `series[0].table`. */
export type FieldLines = ReadonlyMap<string, number>;

/** More fields than any file has that people write. */
const mostFields = 100_000;

/** On which line each field of a document stands; what an alias stands for is left out. */
export function fieldLines(document: Document, lines: LineCounter): FieldLines {
  const found = new Map<string, number>();
  const lineOf = (node: unknown): number | undefined => {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    return range ? lines.linePos(range[0]).line : undefined;
  };
  const open: { readonly node: unknown; readonly path: string }[] = [
    { node: document.contents, path: "" },
  ];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const { node, path } = entry;
    const visit = (part: string, key: unknown, value: unknown): void => {
      const line = lineOf(key) ?? lineOf(value);
      if (found.size < mostFields && line !== undefined && !found.has(part)) found.set(part, line);
      if (!isAlias(value) && found.size < mostFields) open.push({ node: value, path: part });
    };
    if (isMap(node)) {
      for (const item of node.items) {
        if (!isPair(item) || !isScalar(item.key)) continue;
        const name = String(item.key.value);
        visit(path === "" ? name : `${path}.${name}`, item.key, item.value);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => visit(`${path}[${index}]`, item, item));
    }
  }
  return found;
}

/** The same of JSON text, which YAML reads as well; nothing of text that is neither. */
export function fieldLinesOf(text: string): FieldLines {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
    return document.errors.length > 0 ? new Map() : fieldLines(document, lines);
  } catch (error) {
    // Lists within lists without end exhaust the stack.
    if (error instanceof RangeError) return new Map();
    throw error;
  }
}

/** The line of a field, or of the nearest one that it is part of; 1 where the file has none of them. */
export function lineOfField(lines: FieldLines, field: string): number {
  for (let path = field; path !== ""; path = parentOf(path)) {
    const line = lines.get(path);
    if (line !== undefined) return line;
  }
  return 1;
}

/** `series[0]` of `series[0].table`. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf("["), 0));
}
