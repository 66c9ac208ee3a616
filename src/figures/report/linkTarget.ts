/** The place of a file, relative and with slashes, as the target of a link in any format. */
export const linkTarget = (file: string): string =>
  file
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[()']/g, percentEncoded))
    .join("/");

const percentEncoded = (sign: string): string => `%${sign.charCodeAt(0).toString(16)}`;
