/** What the two layers of a loss landscape are to compute: (x1 + x2) over, or times, (x1 + x2 + x3 + x4). */
export const landscapeOperations = ["div", "mul"] as const;
export type LandscapeOperation = (typeof landscapeOperations)[number];
