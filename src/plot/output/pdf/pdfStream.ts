import pako from "pako";

const flate = /\/Filter \/FlateDecode\b/;

/**
 * The bytes of a stream object, in Latin-1.
 *
 * @param body what stands between `obj` and `endobj`
 * @throws {Error} when it is no stream, or packed in another way than Skia does
 */
export function readStream(body: string): string {
  const parts = /^(<<[^]*?>>) stream\n([^]*)\nendstream$/.exec(body);
  if (parts === null) throw new Error("Expected a stream in a PDF");
  const [, dictionary, bytes] = parts;
  if (flate.test(dictionary)) {
    return Buffer.from(pako.inflate(Buffer.from(bytes, "latin1"))).toString("latin1");
  }
  if (dictionary.includes("/Filter")) throw new Error("Expected a stream packed by FlateDecode");
  return bytes;
}

/** A stream object of these bytes, packed alike on every JavaScript engine, which Node's own zlib is not. */
export function packedStream(text: string): string {
  const bytes = Buffer.from(pako.deflate(Buffer.from(text, "latin1"), { level: 9 }));
  return `<</Filter /FlateDecode\n/Length ${bytes.length}>> stream\n${bytes.toString("latin1")}\nendstream`;
}
