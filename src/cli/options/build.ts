import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { captionFormats } from "../../figures/captions/captionFormats.js";
import { figureFormats, svgTexts } from "../../plot/spec/figure.js";
import { tableFormats } from "../../tables/peopleTable.js";
import { didYouMean } from "../../util/text/didYouMean.js";
import type { Options } from "../commands/build.js";
import { addFolderOptions, addPaperOption, addShowOption } from "../terminal/folderOptions.js";
import type { Terminal } from "../terminal/terminal.js";

/** `figures build`: from the data to the figure and its numbers. */
export function registerBuild(program: Command, terminal: Terminal): Command {
  const command = program
    .command("build")
    .description("build figures, and the CSV files with their numbers beside them")
    .argument("[keys...]", "lookup keys (see: figures list), or experiments by their names")
    .option("--all", "every figure of the project's lookup files")
    .option(
      "--format <formats>",
      `comma-separated: ${figureFormats.join(", ")}; caption for what to write below it (caption.tex, caption.md); ${tableFormats.join(", ")} for the numbers as a table; the CSV is always written`,
      parseFormats,
      parseFormats("pdf,png"),
    )
    .option("--dpi <number>", "resolution of the PNG in dots per inch", parseDpi, 300)
    .addOption(
      new Option(
        "--svg-text <how>",
        "font: letters in fonts that the SVG carries, for browsers; outline: as shapes, for other programs",
      )
        .choices([...svgTexts])
        .default("font"),
    )
    .option("--page", "also write README.md there, a page that shows the figures")
    .option("--force", "build even what is up to date")
    .option(
      "--theme <name>",
      "paper, ggplot, or a JSON file (default: what the lookup says)",
      parseTheme,
    )
    .addOption(
      new Option(
        "--statistics <mode>",
        "published: as the R scripts computed; corrected: as the papers' text says (default: what the lookup says)",
      ).choices(["published", "corrected"]),
    );
  addFolderOptions(addPaperOption(addShowOption(command)), [
    "runs",
    "tables",
    "lookups",
    "out",
  ]).addHelpText(
    "after",
    `
Examples:
  figures build nips-sltr-in2
  figures build nips-sltr-in2 --format pdf,html --theme ggplot
  figures build nips-sltr-in2 --format pdf,pgf,caption   for LaTeX: \\includegraphics or \\input, and its \\caption
  figures build nips-sltr-in2 --format svg --svg-text outline
  figures build sltr-in2/nru                     one experiment alone: out/sltr-in2/nru.pdf
  figures build logs/mine tables/mine.csv        a log directory, a table
  figures build --all --out camera-ready
  figures build --paper division --out figures/gallery --format svg,pdf --page
  figures build iclr-mul-range --shows both      published and retrained side by side
  figures build iclr-ops --format tex,md         a paper's table
  figures build nips-sltr-in10 --runs /data/runs --statistics corrected`,
  );
  return command.action(async (keys: string[], options: Options) =>
    (await import("../commands/build.js")).build(keys, options, terminal),
  );
}

const formats: readonly Options["format"][number][] = [
  ...figureFormats,
  ...captionFormats,
  ...tableFormats,
  "csv",
];

function parseFormats(text: string): Options["format"] {
  const names = text
    .split(",")
    .map((name) => name.trim().replace(/^\./, ""))
    .flatMap((name) => (name === "caption" ? captionFormats : [name]));
  return [...new Set(names)].map((name) => {
    const format = formats.find((known) => known === name);
    if (format !== undefined) return format;
    throw new InvalidArgumentError(
      `There is no format "${name}".${didYouMean(name, formats)} Formats: ${formats.join(", ")}.`,
    );
  });
}

/** A path is relative to the working directory here, not to the lookup's file. */
const parseTheme = (text: string): string => (/[\\/]|\.json$/.test(text) ? resolve(text) : text);

function parseDpi(text: string): number {
  const dpi = Number(text);
  if (!(dpi >= 36 && dpi <= 2400)) {
    throw new InvalidArgumentError("Expected a number of dots per inch from 36 to 2400.");
  }
  return dpi;
}
