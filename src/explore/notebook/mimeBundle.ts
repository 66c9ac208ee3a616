/** What Jupyter's kernels for JavaScript call to show a value of a cell: Deno's asks for this method. */
export const jupyterDisplay = Symbol.for("Jupyter.display");

/** The same value in several forms, of which a notebook shows the best that it knows. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  /** Base64. */
  readonly "image/png"?: string;
  readonly "application/vnd.vegalite.v5+json"?: object;
}
