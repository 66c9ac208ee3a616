import type { LoggedSeries } from "../curves/drawnCurve.js";
import type { StoreIndex } from "../curves/protocol.js";

/** Where the curves of pages come from. */
export interface CurveStore {
  readonly id: string;
  readonly title: string;
  /** What there is; the same object until something has changed. */
  readonly index: () => StoreIndex;
  readonly series: (run: number, tag: string) => LoggedSeries | undefined;
  /** Resolves when everything that is there has been read once. */
  readonly ready: Promise<void>;
  /** Tells of changes until the function that it gives is called. */
  readonly subscribe: (onChange: () => void) => () => void;
  readonly close: () => void;
}
