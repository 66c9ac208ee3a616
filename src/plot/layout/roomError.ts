import { inCentimetres } from "./pageSize.js";
import { UserError } from "../../util/userError.js";

/** A page on which a figure does not fit. Whoever set its size is told, as the file of the spec is not to blame. */
export class RoomError extends UserError {
  /**
   * @param axis along which there is too little room
   * @param reason a sentence
   */
  constructor(
    readonly axis: "x" | "y",
    name: string,
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`${name}: ${reason}\n${remedy}`);
  }
}

/** A length in points as people read it: in centimetres. */
export function centimetres(lengthPt: number): string {
  return String(Number(inCentimetres(lengthPt).toFixed(2)));
}
