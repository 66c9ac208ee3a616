/** A text as PDF writes it (ISO 32000-1, 7.9.2.2): ASCII as it is, all else in UTF-16. */
export function pdfString(text: string): string {
  const isAscii = /^[\x20-\x7e]*$/.test(text);
  const bytes = isAscii
    ? text
    : Buffer.from(`\uFEFF${text}`, "utf16le").swap16().toString("latin1");
  return `(${bytes.replace(/[\\()]/g, "\\$&").replaceAll("\r", "\\r")})`;
}
