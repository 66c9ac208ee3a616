/** Characters that make a path of a Vega field unless a backslash stands before them. */
const pathSigns = /[.[\]\\'"]/;

/** Whether a column's name has to be escaped to be a field of Vega-Lite. */
export function needsEscape(name: string): boolean {
  return pathSigns.test(name);
}

/** The field that means a column, whatever its name: `loss.val` is written `loss\\.val`. */
export function escapeField(name: string): string {
  return name.replace(/[.[\]\\'"]/g, "\\$&");
}

/** The column that an escaped field means: `a\\.b` is the column `a.b`. */
export function unescapeField(field: string): string {
  return field.replace(/\\(.)/g, "$1");
}

/** `a.b`, `a[0]` and `a['b c']` reach into the field `a`; a dot behind a backslash does not. */
export function firstStep(field: string): string {
  const step = /^(?:\\.|[^.[\\])*/.exec(field)?.[0] ?? "";
  return unescapeField(step);
}

/** How an expression reads a column: `datum.loss`, `datum['val.loss']`. */
export function inExpression(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `datum.${name}` : `datum[${JSON.stringify(name)}]`;
}
