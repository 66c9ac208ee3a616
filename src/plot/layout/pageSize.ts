/** A length in points (1/72 inch) of a length in centimetres. */
export function points(centimetres: number): number {
  return (centimetres / 2.54) * 72;
}

/** A length in centimetres of a length in points. */
export function inCentimetres(lengthPt: number): number {
  return (lengthPt / 72) * 2.54;
}
