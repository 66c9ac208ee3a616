/**
 * Which numbers a summary holds. `published`: what the R scripts behind the papers print, with their two estimation slips;
 * `corrected`: what the text of the papers says the numbers are.
 */
export type StatisticsMode = "published" | "corrected";

export const statisticsModes: readonly StatisticsMode[] = ["published", "corrected"];

/**
 * How mode `published` finds what R's optimiser found. `ruled`: by rules for where it stops; `traced`: step by step, so
 * that groups of few runs are as R has them, too.
 */
export const publishedFits = ["ruled", "traced"] as const;
export type PublishedFits = (typeof publishedFits)[number];
