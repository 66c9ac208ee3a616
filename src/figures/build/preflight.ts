import {
  acceptFindings,
  parseSpec,
  preflightFigure,
  type Finding,
  type PreflightOptions,
  type PrintCheck,
} from "../../plot/index.js";
import { printChecks } from "../../plot/preflight/finding.js";
import { own } from "../../util/own.js";
import { figureCaption } from "../captions/caption.js";
import type { Folders } from "../folders.js";
import { type Lookup, placeOf } from "../lookups/index.js";
import { resolveFigure, type BuildSettings } from "../resolve/resolveFigure.js";
import { drawableFigure } from "./drawFigure.js";
import { figureData } from "./figureData.js";

/**
 * What a production editor would say to a figure, without writing it.
 *
 * @throws {UserError} when data are missing or the figure cannot be drawn
 */
export async function preflight(
  lookup: Lookup,
  folders: Folders,
  { venue, onWarning, ...settings }: PreflightOptions & Pick<BuildSettings, "statistics">,
): Promise<Finding[]> {
  const figure = await resolveFigure(lookup, folders, { ...settings, dpi: 300 });
  const spec = parseSpec(figure.spec.text, figure.spec.path);
  const data = await figureData(figure, spec, onWarning);
  const caption = figureCaption(figure, spec, data);
  const { size } = figure.lookup;
  const own = typeof size === "string" ? size : "venue" in size ? size.venue : undefined;
  const drawable = await drawableFigure(figure, spec, data, caption);
  const findings = await preflightFigure(drawable, { venue: venue ?? own, onWarning });
  return acceptFindings(findings, reasonsOf(lookup), placeOf(lookup, "print.accept"));
}

function reasonsOf({ print }: Lookup): ReadonlyMap<PrintCheck, string> {
  const { accept = {} } = print ?? {};
  return new Map(
    printChecks.flatMap((check) => {
      const reason = own(accept, check);
      return reason === undefined ? [] : [[check, reason] as const];
    }),
  );
}
