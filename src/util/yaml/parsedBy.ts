import * as z from "zod";
import { UserError } from "../userError.js";

/**
 * Makes a zod transformation of a parser: what the parser throws for the user's eyes becomes an
 * issue of the field, so that the complaint also names file and line.
 */
export function parsedBy<In, Out>(parse: (input: In) => Out) {
  return (input: In, context: z.RefinementCtx<In>): Out => {
    try {
      return parse(input);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  };
}
