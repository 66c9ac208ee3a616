import { join } from "node:path";
import type { FolderOptions } from "../../figures/folders.js";
import { readLookups } from "../../figures/lookups/index.js";
import {
  referenceThresholdFile,
  referenceThresholdsOf,
  referenceThresholdTable,
} from "../../figures/numbers/referenceTable.js";
import { csvText } from "../../tables/csv.js";
import { goldErrors } from "../../train/analyses/goldErrors.js";
import {
  twoLayerThresholdFile,
  twoLayerThresholds,
  twoLayerThresholdTable,
} from "../../train/analyses/twoLayerThresholds.js";
import { goldErrorTable, zeroRangeThresholds } from "../../train/analyses/zeroRangeThresholds.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";

const upperBounds = ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e+0"];

/** What thresholds can be computed of. */
export type ThresholdTask = "zero" | "two-layer" | "sequences";

/** Options of the command: where they go, and where runs are. */
export interface ThresholdOptions extends FolderOptions {
  readonly out?: string;
}

/** Carries `figures thresholds` out. */
export async function thresholds(
  task: ThresholdTask,
  { out, ...folders }: ThresholdOptions,
  terminal: Terminal,
): Promise<void> {
  const { csv, files } =
    task === "zero"
      ? await nextToZero()
      : task === "two-layer"
        ? ofTwoLayers()
        : await ofReferenceRuns(folders, terminal);
  if (out === undefined) {
    await terminal.out(csv);
    return;
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFileAtomically(join(out, name), content);
    await terminal.out(`${join(out, name)}\n`);
  }
}

async function nextToZero() {
  const errors = await goldErrors(upperBounds);
  const csv = csvText(goldErrorTable(errors));
  const files = {
    "division-by-zero.yaml": zeroRangeThresholds(errors),
    "division-by-zero-errors.csv": csv,
  };
  return { csv, files };
}

function ofTwoLayers() {
  const computed = twoLayerThresholds();
  const csv = csvText(twoLayerThresholdTable(computed));
  const files = {
    "two-layer-computed.yaml": twoLayerThresholdFile(computed),
    "two-layer-computed.csv": csv,
  };
  return { csv, files };
}

async function ofReferenceRuns(options: FolderOptions, terminal: Terminal) {
  const folders = foldersOf(options, terminal);
  const { lookups } = await readLookups(folders.lookups);
  const computed = await referenceThresholdsOf(lookups, folders, warner(terminal));
  const csv = csvText(referenceThresholdTable(computed));
  const files = { "sequences.yaml": referenceThresholdFile(computed), "sequences.csv": csv };
  return { csv, files };
}
