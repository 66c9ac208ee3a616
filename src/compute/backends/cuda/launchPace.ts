/** Milliseconds that a launch is made to take at most, where the device ends longer ones or not. */
const launchMilliseconds = { limited: 200, unlimited: 500 } as const;

/** Steps of a first launch, from which the time of a step is taken. */
const firstSteps = 16;

/** How many steps a launch makes, by how long the last one took. */
export class LaunchPace {
  private steps = firstSteps;
  private readonly milliseconds: number;

  /** @param limitsTime see `CudaDevice.limitsTime` */
  constructor(limitsTime: boolean) {
    this.milliseconds = launchMilliseconds[limitsTime ? "limited" : "unlimited"];
  }

  /** Of the next launch, at most. */
  get most(): number {
    return this.steps;
  }

  /** Notes how long a launch of some steps took. */
  note(steps: number, milliseconds: number): void {
    const ofStep = Math.max(milliseconds, 0.01) / steps;
    const fitting = Math.floor(this.milliseconds / ofStep);
    this.steps = Math.max(1, Math.min(8 * this.steps, fitting));
  }
}
