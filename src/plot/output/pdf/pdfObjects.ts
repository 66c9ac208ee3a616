import { smallest } from "../../../util/lists/longLists.js";

/** The objects of a PDF without object streams, by their numbers, and what its trailer says. */
export interface PdfObjects {
  /** What stands between `obj` and `endobj`, in Latin-1. */
  readonly objects: Map<number, string>;
  /** Before the first object. */
  readonly header: string;
  /** Inside of `<<` and `>>`, without `/Size`. */
  readonly trailer: string;
}

/**
 * Takes a PDF apart whose objects are listed in one cross-reference table, as Skia writes it.
 *
 * @throws {Error} when the file is built otherwise
 */
export function readPdfObjects(pdf: Uint8Array): PdfObjects {
  const text = Buffer.from(pdf).toString("latin1");
  const tableAt = text.lastIndexOf("\nxref\n") + 1;
  const trailer = /trailer\s*<<([\s\S]*?)>>\s*startxref/.exec(text.slice(tableAt))?.[1];
  if (tableAt === 0 || trailer === undefined) {
    throw new Error(
      "Expected a PDF with a cross-reference table: this version of the canvas library writes PDF in another way.",
    );
  }
  const offsets = [...text.slice(tableAt).matchAll(/^(\d{10}) \d{5} n/gm)]
    .map(([, offset]) => Number(offset))
    .sort((a, b) => a - b);
  const objects = new Map<number, string>();
  for (const [index, offset] of offsets.entries()) {
    const head = /^(\d+) 0 obj\n/.exec(text.slice(offset, offset + 30));
    const end = offsets[index + 1] ?? tableAt;
    const body = text.slice(offset + (head?.[0].length ?? 0), end).replace(/\s*endobj\s*$/, "");
    if (head === null) throw new Error(`Expected an object at byte ${offset} of a PDF`);
    objects.set(Number(head[1]), body);
  }
  return {
    objects,
    header: text.slice(0, smallest(offsets)),
    trailer: trailer.replace(/\/Size \d+\s*/, "").trim(),
  };
}

/** Puts a PDF together again, objects in the order of their numbers. */
export function writePdfObjects({ objects, header, trailer }: PdfObjects): Buffer {
  const numbers = [...objects.keys()].sort((a, b) => a - b);
  let body = header;
  const offsets = numbers.map((number) => {
    const offset = body.length;
    body += `${number} 0 obj\n${objects.get(number)}\nendobj\n`;
    return offset;
  });
  const isDense = numbers.every((number, index) => number === index + 1);
  if (!isDense) throw new Error("Expected the objects of a PDF to be numbered from 1");
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const size = numbers.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${entries.join("")}trailer\n<</Size ${size}\n${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`,
    "latin1",
  );
}
