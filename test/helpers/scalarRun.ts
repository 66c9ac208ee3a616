import type { Run, ScalarSeries } from "../../src/events/index.js";

/** A run as it would have been read, with these values by tag: step and value of each. */
export function scalarRun(
  name: string,
  scalars: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>,
): Run {
  const series = Object.entries(scalars).map(([tag, points]): [string, ScalarSeries] => [
    tag,
    {
      tag,
      length: points.length,
      step: Float64Array.from(points, ([step]) => step),
      value: Float64Array.from(points, ([, value]) => value),
      wallTime: Float64Array.from(points, ([step]) => step),
      order: Uint32Array.from(points, (_, order) => order),
    },
  ]);
  const none = new Map<string, never>();
  return {
    ...{ name, directory: name, files: [], tags: none, scalars: new Map(series) },
    ...{ texts: none, histograms: none, images: none, audio: none, tensors: none, graphs: none },
    ...{ hparams: [], losses: [], superseded: [], bytesRead: 0, records: 0, offsets: new Map() },
  };
}
