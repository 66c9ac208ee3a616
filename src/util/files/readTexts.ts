import { closeSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { append } from "../lists/longLists.js";

/** So many files tell how fast a file system is. */
const probe = 16;
/** A disk nearby takes a tenth of that for a small file; over a network it is several times as much. */
const slowMilliseconds = 0.2;
const atOnce = 64;

/**
 * The texts of many small files; undefined for those that cannot be read. One after the other where the
 * file system answers at once, which takes a third of the time of asking several at once; where each
 * answer comes over a network, several at once.
 */
export async function readTexts(paths: readonly string[]): Promise<(string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for (let first = 0; first < paths.length;) {
    const some = paths.slice(first, first + probe);
    const start = performance.now();
    for (const path of some) texts.push(readText(path));
    first += some.length;
    if (performance.now() - start < slowMilliseconds * some.length) continue;
    const more = paths.slice(first, first + atOnce);
    append(texts, await Promise.all(more.map(readLater)));
    first += more.length;
  }
  return texts;
}

const readLater = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch(() => undefined);

let buffer = Buffer.allocUnsafe(16 * 1024);

function readText(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer, length, buffer.length - length, length);
      length += read;
      // Small files come whole: one that fills less than what there was room for needs no second look.
      if (length < buffer.length) return buffer.toString("utf8", 0, length);
      buffer = Buffer.concat([buffer], 2 * buffer.length);
    }
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
