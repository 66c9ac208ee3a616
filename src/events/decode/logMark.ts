/** When the values of a file were logged, in seconds since 1970. */
export interface FileClock {
  /** Time of the first value; NaN until there is one that has a time. */
  first: number;
  /** Running number of that value: what came before it was logged at an unknown time. */
  firstOrder: number;
  /** The latest time seen; -Infinity until there is one. */
  last: number;
}

/** A file, or what another one was appended to it: from one file version to the next. */
export interface FileSegment {
  /** Position among the run's segments in the order in which they were met. */
  readonly index: number;
  readonly clock: FileClock;
}

/** Something in a run's log besides its values that matters for what replaces what. */
export type LogMark =
  /** The values from here on are those of this file. */
  | { readonly type: "file"; readonly order: number; readonly segment: FileSegment }
  /** The file says which version of the format it has. */
  | { readonly type: "version"; readonly order: number; readonly version: number }
  /** A training session started at this step (TensorFlow 1, and `purge_step` of PyTorch's writers). */
  | {
      readonly type: "session";
      readonly order: number;
      readonly step: number;
      readonly wallTime: number;
    };

export const newClock = (): FileClock => ({ first: NaN, firstOrder: Infinity, last: -Infinity });

/** Takes down that the value with the running number `order` was logged at this time. */
export function tick(clock: FileClock, wallTime: number, order: number): void {
  if (!(wallTime > clock.last)) return;
  clock.last = wallTime;
  if (!Number.isNaN(clock.first) || wallTime === 0) return;
  clock.first = wallTime;
  clock.firstOrder = order;
}

/** Number of the format's version in an event such as "brain.Event:2"; NaN when it says none. */
export function parseFileVersion(text: string): number {
  return /^brain\.Event:\d/.test(text) ? Number.parseFloat(text.slice("brain.Event:".length)) : NaN;
}
