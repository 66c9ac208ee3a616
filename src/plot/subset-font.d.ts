declare module "subset-font" {
  /** A TrueType or OpenType font cut down to the glyphs of a text. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: { readonly targetFormat?: "sfnt" | "truetype" | "woff" | "woff2" },
  ): Promise<Buffer>;
}
