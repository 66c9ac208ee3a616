import type { Libraries } from "./loadVega.js";

/**
 * Collects what Vega says. Warnings are handed on once each; what it reports as an error is kept: it goes on after
 * those, with a figure that lacks whatever the error was about.
 */
export class FaultLogger {
  /** The logger to give to Vega and Vega-Lite. */
  readonly forVega: object;
  private fault: unknown;

  constructor(vega: Libraries["vega"], onWarning: (message: string) => void) {
    const seen = new Set<string>();
    const logger = vega.logger(vega.Warn);
    logger.warn = (...parts: readonly unknown[]) => {
      const message = parts.map(textOf).join(" ");
      if (!seen.has(message)) onWarning(message);
      seen.add(message);
      return logger;
    };
    logger.error = (...parts: readonly unknown[]) => {
      this.fault ??=
        parts.find((part) => part instanceof Error) ?? new Error(parts.map(textOf).join(" "));
      return logger;
    };
    this.forVega = logger;
  }

  /** Throws the first error that Vega reported, if it reported one. */
  throwFault(): void {
    if (this.fault !== undefined) throw this.fault as Error;
  }
}

function textOf(part: unknown): string {
  return part instanceof Error ? part.message : String(part);
}
