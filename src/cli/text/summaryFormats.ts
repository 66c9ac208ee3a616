/** How `figures summary` can print its numbers. */
export const summaryFormats = ["text", "csv", "json", "markdown", "latex"] as const;
export type SummaryFormat = (typeof summaryFormats)[number];
