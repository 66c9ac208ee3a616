import assert from "node:assert/strict";
import type { EventWriter } from "../../src/events/write/eventWriter.js";

/** What a writer of event files was given. */
export interface Logged {
  readonly kind: "scalar" | "text" | "histogram";
  readonly tag: string;
  readonly step: number;
  readonly value?: number;
  readonly text?: string;
}

/** A writer that notes everything that is logged, in order; no histogram may be of nothing. */
export function recordingWriter(): { readonly writer: EventWriter; readonly logged: Logged[] } {
  const logged: Logged[] = [];
  const writer: EventWriter = {
    path: "",
    scalar: (tag, value, step) => logged.push({ kind: "scalar", tag, step, value }),
    text: (tag, text, step) => logged.push({ kind: "text", tag, step, text }),
    histogram: (tag, values, step) => {
      assert.ok(values.length > 0);
      logged.push({ kind: "histogram", tag, step });
    },
    sync: () => undefined,
    close: () => undefined,
  };
  return { writer, logged };
}
