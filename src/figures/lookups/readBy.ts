import * as z from "zod";

/** A field that is read by a function which throws a RangeError with its complaint. */
export const readBy = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => complainOf(() => read(text), context));

/** Makes the RangeError of a check a complaint about the field. */
export function complainOf(check: () => unknown, context: z.RefinementCtx): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: "custom", message: error.message });
  }
}
