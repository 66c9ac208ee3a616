/**
 * A plain text inside a line of Markdown, shown as it is: no HTML, no link, no emphasis, no cell border comes of it.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*|~]|\](?=[([:])/g, "\\$&")
    .replace(/(^|\W)_|_(?=\W|$)/g, (found) => found.replace("_", "\\_"))
    .replace(/^(?=[#+=-])/, "\\");
}

/** A file's name as the target of a Markdown link. */
export function markdownTarget(name: string): string {
  return encodeURI(name).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
