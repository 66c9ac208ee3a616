declare module "pako" {
  const pako: {
    /** Bytes in the zlib format (RFC 1950), the same on every JavaScript engine. */
    deflate(bytes: Uint8Array, options?: { readonly level?: number }): Uint8Array;
    /** @throws what is wrong with bytes that are not in the zlib format */
    inflate(bytes: Uint8Array): Uint8Array;
  };
  export default pako;
}
