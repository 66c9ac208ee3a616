declare module "subset-font" {
  /** A TrueType or OpenType font cut down to the glyphs of a text. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options?: {
      readonly targetFormat?: "truetype" | "woff" | "woff2";
      /** OpenType features to keep; all by default. */
      readonly keepFeatures?: readonly string[];
      /** Leave out the glyphs that are only reached through features. */
      readonly noLayoutClosure?: boolean;
    },
  ): Promise<Buffer>;
}
