import { figureOfPaper } from "../../figures/build/figureOfPaper.js";
import { checkTex, type FigureOfPaper } from "../../figures/captions/checkTex.js";
import { UserError } from "../../util/userError.js";
import { readText } from "../../util/yaml/readYaml.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import type { Options } from "./check.js";
import { chooseLookups } from "./chooseLookups.js";

/** Carries `figures check --tex` out: are the numbers in a paper's text those of its figures? */
export async function checkPaper(
  keys: string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const folders = foldersOf(options, terminal);
  const texts = await Promise.all(
    (options.tex ?? []).map(async (path) => ({ path, text: await readText(path) })),
  );
  const { lookups, errors } = await chooseLookups(keys, options, folders);
  const warn = warner(terminal);
  for (const error of errors) warn(error.message);
  const figures: FigureOfPaper[] = [];
  for (const lookup of lookups) {
    try {
      const settings = { warn, ...(options.statistics && { statistics: options.statistics }) };
      figures.push(await figureOfPaper(lookup, folders, settings));
    } catch (error) {
      if (!(error instanceof UserError) || keys.length > 0) throw error;
      terminal.err(`left out: ${error.message.split("\n")[0]}\n`);
    }
  }
  const checked = texts.map(({ path, text }) => checkTex(text, path, figures));
  const sum = (of: (one: (typeof checked)[number]) => number) =>
    checked.reduce((total, one) => total + of(one), 0);
  const passedOver = sum((one) => one.passedOver);
  const count =
    `${sum(({ known }) => known)} numbers and ${sum(({ macros }) => macros)} macros are those of ${figures.length} figures` +
    (passedOver === 0 ? "" : `; ${passedOver} small whole numbers and years were passed over`);
  const complaints = checked.flatMap((one) => one.complaints);
  if (complaints.length === 0) {
    await terminal.out(`${count}\n`);
    return;
  }
  terminal.err(`${count}\n`);
  throw new UserError(
    `${complaints.join("\n")}\n${complaints.length} ${complaints.length === 1 ? "complaint" : "complaints"}. ` +
      `Macros cannot be wrong: figures summary --tex-macros; what is no number of a figure ends its line with "% not of a figure".`,
  );
}
