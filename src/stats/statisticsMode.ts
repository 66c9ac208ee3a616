/**
 * Which numbers a summary holds. `published`: what the R scripts behind the papers print, with their two estimation slips;
 * `corrected`: what the text of the papers says the numbers are.
 */
export type StatisticsMode = "published" | "corrected";

export const statisticsModes: readonly StatisticsMode[] = ["published", "corrected"];
