/** How long a file that is being followed may be wrong at one place before that counts as damage. */
export interface Patience {
  readonly seconds: number;
  /** Seconds on some clock that never goes back. */
  readonly now: () => number;
}

/** For files that are read once: what is wrong there stays wrong. */
export const noPatience: Patience = { seconds: 0, now: () => 0 };

export function patienceOf(seconds: number): Patience {
  return { seconds, now: () => performance.now() / 1000 };
}

/**
 * A place in a growing file where the bytes make no sense. A network file system may show zeros, or pages
 * out of order, until the data arrive.
 */
export class Doubt {
  private offset = -1;
  private since = 0;

  constructor(private readonly patience: Patience) {}

  /** Whether to look again later. */
  mayPass(offset: number): boolean {
    if (this.patience.seconds <= 0) return false;
    const now = this.patience.now();
    if (offset !== this.offset) {
      this.offset = offset;
      this.since = now;
    }
    return now - this.since < this.patience.seconds;
  }

  get isFollowing(): boolean {
    return this.patience.seconds > 0;
  }
}
