/** What the two layers of a loss landscape are to compute: (x1 + x2) over, or times, (x1 + x2 + x3 + x4). */
export const landscapeOperations = ["div", "mul"] as const;
export type LandscapeOperation = (typeof landscapeOperations)[number];

/**
 * What a landscape can be of: the division paper's modules; NAC• and NMU (figure 2 of *Neural Arithmetic Units*); the
 * error of an approximation of NAC•'s expected output (its figure 5).
 */
export const landscapeSubjects = ["division", "multiplication", "expectation"] as const;
export type LandscapeSubject = (typeof landscapeSubjects)[number];
