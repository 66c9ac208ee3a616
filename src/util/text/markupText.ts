/** A plain text inside an element or an attribute of HTML or XML, shown as it is. */
export function markupText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
