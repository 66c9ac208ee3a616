/** A length in points (1/72 inch) of a length in centimetres. */
export function points(centimetres: number): number {
  return (centimetres / 2.54) * 72;
}
