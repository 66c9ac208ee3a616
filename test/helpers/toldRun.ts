import type { ReadOptions, Run } from "../../src/events/index.js";

/** Reads all that there is of a run. */
export const everything: ReadOptions = {
  ...{ scalars: true, texts: true, histograms: true, images: true, audio: true },
  ...{ tensors: true, graphs: true, hparams: true },
};

/** All that is said of a run; what the reader notes beside tags is its own affair. */
export function told(run: Run): unknown {
  const tags = [...run.tags.values()].map(
    ({ index, tag, kind, plugin, displayName, description }) => ({
      ...{ index, tag, kind, plugin, displayName, description },
    }),
  );
  const series = [run.texts, run.histograms, run.images, run.audio, run.tensors, run.graphs].map(
    (ofKind) =>
      [...ofKind.values()].map(({ points, ...rest }) => [
        rest,
        points.map(({ tag, ...point }) => [tag.tag, point]),
      ]),
  );
  const hparams = run.hparams.map(({ tag, ...point }) => [tag.tag, point]);
  const { name, files, scalars, losses, superseded, bytesRead, records, offsets } = run;
  return {
    ...{ name, files, tags, scalars, series, hparams },
    ...{ losses, superseded, bytesRead, records, offsets },
  };
}
