import { newClock, type FileClock, type FileSegment, type LogMark } from "../decode/logMark.js";

/** The oldest version of event files that say with a session start where a training was restarted. */
const firstVersionWithSessions = 2;

/** Where in the files of a run the reading stands, as their marks say. */
export class LogPosition {
  segment: FileSegment = { index: -1, clock: newClock() };
  /** Running number of the first value of the segment. */
  segmentStart = 0;
  /** Whether a session started in this segment before. */
  hasSession = false;
  /** Whether a session started in the run before. */
  hasEarlierSession = false;
  /** What the files say about sessions counts; in older ones a step back is a restart. */
  trustsSessions = false;
  /** When all files before this one had ended. */
  endBefore = -Infinity;
  private readonly clocks: FileClock[] = [];
  private readonly starts: { readonly order: number; readonly index: number }[] = [];

  take(mark: LogMark): void {
    switch (mark.type) {
      case "file":
        if (mark.segment.index > this.segment.index) {
          this.endBefore = Math.max(this.endBefore, this.segment.clock.last);
        }
        this.segment = mark.segment;
        this.segmentStart = mark.order;
        this.hasSession = false;
        this.clocks[mark.segment.index] = mark.segment.clock;
        this.starts.push({ order: mark.order, index: mark.segment.index });
        break;
      case "version":
        this.trustsSessions = mark.version >= firstVersionWithSessions;
        break;
      case "session":
        this.hasSession = this.hasEarlierSession = true;
        break;
    }
  }

  /** The latest time at which a value of this segment was logged, as far as it was read. */
  endOf(segment: number): number {
    return this.clocks[segment]?.last ?? -Infinity;
  }

  /** Index of the segment in which the value with this running number stands. */
  segmentOf(order: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle].order <= order) low = middle + 1;
      else high = middle;
    }
    return starts[low - 1]?.index ?? 0;
  }
}
