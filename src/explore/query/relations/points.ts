import { describeLoss, describeSuperseded } from "../../../events/index.js";
import { exportPoints, type PointKind } from "../../../exports/exportPoints.js";
import type { Relation } from "./relation.js";

const ofKind = (kind: PointKind, about: string): Relation => ({
  name: kind,
  of: "folder",
  about,
  open: async (logDirectory, { offer, read, warn }) => {
    const stream = await exportPoints(logDirectory, kind, {
      ...read,
      isFinal: true,
      onNote: warn,
      onLoss: (loss) => warn(describeLoss(loss)),
      onSuperseded: ({ name }, superseded) =>
        describeSuperseded(name, superseded, "--supersede none keeps them.").forEach(warn),
    });
    return { sql: await offer(stream) };
  },
});

export const hparams = ofKind(
  "hparams",
  "one row for each session of the hparams plugin: run, group_name, status, start_time, end_time, " +
    "hyperparameters, last values of metrics",
);
export const texts = ofKind(
  "texts",
  "one row for each logged text: run, tag, step, wall_time, text",
);
export const histograms = ofKind(
  "histograms",
  "one row for each bucket of each logged histogram: run, tag, step, wall_time, left, right, count",
);
