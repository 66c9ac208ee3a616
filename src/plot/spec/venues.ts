import * as z from "zod";
import { readFileSync } from "node:fs";
import { didYouMean } from "../../util/text/didYouMean.js";
import { UserError } from "../../util/userError.js";
import type { JsonObject } from "./figure.js";
import { figuresFolder } from "./resources.js";
import { isObject } from "./walkViews.js";

/** The width of a venue's page or column, and the type that belongs there. */
export interface Venue {
  readonly widthCm: number;
  /** Type of the captions in points. */
  readonly captionPt: number;
  /** Size of the axis labels of a figure in points. */
  readonly typePt: number;
  /** The year of the style file that the numbers are from, which later ones kept. */
  readonly since: number;
}

/** A figure's size as a lookup says it: a venue, perhaps with a height of its own, or centimetres. */
export type SizeChoice =
  | string
  | { readonly venue: string; readonly heightCm?: number | undefined }
  | { readonly widthCm: number; readonly heightCm?: number | undefined };

export interface FigureSize {
  readonly widthCm: number;
  readonly heightCm: number;
  /** Whether nobody has set the height: it is the usual one. */
  readonly isHeightFree?: true;
  /** Undefined where no venue says it. */
  readonly typePt?: number;
}

const venueSchema = z.strictObject({
  widthCm: z.number().positive(),
  captionPt: z.number().positive(),
  typePt: z.number().positive(),
  since: z.number().int(),
});

const venuesFile = `${figuresFolder}/venues.json`;

let known: ReadonlyMap<string, Venue> | undefined;

/** The venues whose sizes are known, by name. */
export function venues(): ReadonlyMap<string, Venue> {
  if (known === undefined) {
    const content = Object.entries(JSON.parse(readFileSync(venuesFile, "utf8")) as JsonObject);
    known = new Map(
      content
        .filter(([name]) => name !== "$comment")
        .map(([name, venue]) => [name, venueSchema.parse(venue)]),
    );
  }
  return known;
}

/**
 * The size of a figure in centimetres. A height that nobody says follows from the width and from whether the spec's
 * panels stand side by side there.
 *
 * @throws {UserError} when there is no such venue
 */
export function figureSize(choice: SizeChoice, spec: JsonObject, where: string): FigureSize {
  const size = typeof choice === "string" ? { venue: choice } : choice;
  if (!("venue" in size)) {
    return { widthCm: size.widthCm, ...height(size.widthCm, size.heightCm, spec) };
  }
  const venue = venues().get(size.venue);
  if (venue === undefined) {
    const names = [...venues().keys()];
    throw new UserError(
      `${where}: "size": there is no venue "${size.venue}".${didYouMean(size.venue, names)}\nThere are: ${names.join(", ")}. Or write { widthCm: 13.97, heightCm: 6 }.`,
    );
  }
  const { widthCm, typePt } = venue;
  return { widthCm, typePt, ...height(widthCm, size.heightCm, spec) };
}

function height(
  widthCm: number,
  heightCm: number | undefined,
  spec: JsonObject,
): Pick<FigureSize, "heightCm" | "isHeightFree"> {
  if (heightCm !== undefined) return { heightCm };
  return { heightCm: usualHeight(widthCm, spec), isHeightFree: true };
}

/** Half of the width; of panels that a narrow page sets below each other, twice the width. */
function usualHeight(widthCm: number, spec: JsonObject): number {
  const stack = isObject(spec.usermeta) ? spec.usermeta.stack : undefined;
  const belowCm = isObject(stack) && typeof stack.belowCm === "number" ? stack.belowCm : 0;
  const isWide = isObject(stack) && widthCm >= belowCm;
  const part = isWide ? 0.55 : widthCm < belowCm ? 2 : 0.6;
  return Number((part * widthCm).toFixed(2));
}
