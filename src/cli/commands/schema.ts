import { join } from "node:path";
import { pipelineJsonSchema } from "../../experiments/jsonSchema.js";
import { lookupJsonSchemas } from "../../figures/lookups/jsonSchema.js";
import { writeFileAtomically } from "../../util/writeFileAtomically.js";
import type { Terminal } from "../terminal/terminal.js";

export type SchemaName = "lookup" | "paper" | "project" | "pipeline";

export interface Options {
  readonly all?: string;
}

/** Carries `figures schema` out. */
export async function schema(
  what: SchemaName,
  { all }: Options,
  terminal: Terminal,
): Promise<void> {
  const schemas = { ...lookupJsonSchemas(), pipeline: pipelineJsonSchema() };
  const textOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  if (all === undefined) return terminal.out(textOf(schemas[what]));
  for (const [name, value] of Object.entries(schemas)) {
    const path = join(all, `${name}.json`);
    await writeFileAtomically(path, textOf(value));
    await terminal.out(`${path}\n`);
  }
}
