import { closeSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { UserError } from "../../util/userError.js";
import { readRecords } from "./csvRecords.js";

/** How a CSV file is written, and its columns. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Names from the header, made distinct. */
  readonly columns: readonly string[];
  /** Lines before the header: comments that begin with "#". */
  readonly linesBefore: number;
}

const delimiters = [",", ";", "\t", "|"];
/** The header must be within the first so many bytes. */
const headBytes = 4 * 2 ** 20;

/**
 * Finds out how a CSV file is written: the sign between its cells is the one that divides its header and
 * the line after it alike.
 *
 * @throws {UserError} when the file is empty, is no UTF-8 text, or has no row below its header
 */
export function readDialect(path: string): CsvDialect {
  const bytes = headOf(path);
  if (bytes.length === 0) throw new UserError(`The table ${path} is empty (0 bytes).`);
  refuseOtherEncodings(path, bytes);
  // A character may be cut off at the end.
  const text = new TextDecoder().decode(bytes);
  const comments = /^(?:#[^\n]*\n)*/.exec(text)![0];
  const linesBefore = comments.split("\n").length - 1;
  const body = text.slice(comments.length);
  const candidates = delimiters.map((delimiter) => {
    const records = readRecords(body, delimiter);
    const header = records.next().value;
    const row = records.next().value;
    return { delimiter, header: header?.cells ?? [], row: row?.cells };
  });
  const most = (list: typeof candidates) =>
    list.toSorted((a, b) => b.header.length - a.header.length).at(0)!;
  const agreeing = candidates.filter(
    ({ header, row }) => header.length > 1 && row?.length === header.length,
  );
  const { delimiter, header, row } = most(agreeing.length > 0 ? agreeing : candidates);
  if (header.length === 0) {
    throw new UserError(`The table ${path} has no header: it holds nothing but blank lines.`);
  }
  if (row === undefined) {
    throw new UserError(
      `The table ${path} has no rows: below its header (line ${linesBefore + 1}: ${shortened(header.join(", "))}) there is nothing.\n` +
        `Was it exported from a run that logged nothing? Fill it, or take it out of the lookup.`,
    );
  }
  return { delimiter, linesBefore, columns: distinctHeader(header) };
}

function headOf(path: string): Buffer {
  const buffer = Buffer.alloc(headBytes);
  const file = openSync(path, "r");
  try {
    const head = buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
    const isCompressed = head[0] === 0x1f && head[1] === 0x8b;
    return isCompressed ? unpacked(head) : head;
  } finally {
    closeSync(file);
  }
}

const mostUnpackedBytes = 16 * headBytes;

/** The begin of packed bytes: a few megabytes of them may stand for gigabytes. */
function unpacked(head: Buffer): Buffer {
  const settings = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpackedBytes };
  try {
    return gunzipSync(head, settings);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") throw error;
    // No byte unpacks to more than 1032.
    return gunzipSync(head.subarray(0, Math.floor(mostUnpackedBytes / 1032)), settings);
  }
}

/** A byte order mark of UTF-16, or NUL where a letter should be. */
function refuseOtherEncodings(path: string, bytes: Buffer): void {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff || bytes.subarray(0, 1024).includes(0)) {
    throw new UserError(
      `Cannot read the table ${path}: it is not UTF-8 text (UTF-16, as Excel's "Unicode text" is, or no text at all).\n` +
        `Save it as "CSV UTF-8", or convert it: iconv -f utf-16 -t utf-8.`,
    );
  }
}

/** As databases do: a name that is given again gets a number, one that is missing is called by its place. */
function distinctHeader(header: readonly string[]): string[] {
  const taken = new Set(header.map((name) => name.toLowerCase()));
  const seen = new Set<string>();
  return header.map((given, index) => {
    const name = given === "" ? `column${index}` : given;
    if (!seen.has(name.toLowerCase())) {
      seen.add(name.toLowerCase());
      return name;
    }
    for (let number = 1; ; number++) {
      const numbered = `${name}_${number}`;
      const key = numbered.toLowerCase();
      if (taken.has(key) || seen.has(key)) continue;
      seen.add(key);
      return numbered;
    }
  });
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
