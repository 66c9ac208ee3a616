import { readFileSync } from "node:fs";
import { UserError } from "../../util/userError.js";
import { fileState, sha256 } from "./fingerprint.js";

/** A text file that a figure is made from, read once: what was hashed is what is used. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
  /** SHA-256 of its bytes. */
  readonly fingerprint: string;
}

/** Specs, themes and thresholds are shared by many figures: an untouched one is not read again. */
const known = new Map<string, { readonly state: string; readonly file: InputFile }>();

/** @throws {UserError} when the file cannot be read */
export function readInput(path: string): InputFile {
  const state = fileState(path);
  const before = known.get(path);
  if (state !== undefined && before?.state === state) return before.file;
  const content = readOrThrow(path);
  const file = { path, text: content.toString("utf8"), fingerprint: sha256(content) };
  if (state !== undefined) known.set(path, { state, file });
  return file;
}

function readOrThrow(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${(error as Error).message}.`, 1, { cause: error });
  }
}
