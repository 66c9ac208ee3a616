import * as z from "zod";
import { pipelineFileSchema } from "./pipelineFile.js";

/** The JSON schema of pipeline files: editors complete and check them with it. */
export function pipelineJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = pipelineFileSchema({ rangeSets: [], bases: [], experiments: [] });
  return {
    title: "A pipeline of tbfigures: experiments that can be trained",
    ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "ref" }),
  };
}
