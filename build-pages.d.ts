/** Writes the pages of `figures serve` into a folder. */
export function buildPages(folder: string): Promise<void>;
