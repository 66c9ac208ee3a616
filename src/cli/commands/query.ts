import { text as readAll } from "node:stream/consumers";
import { openQuery, type QueryOptions } from "../../explore/query/query.js";
import { writeAnswer } from "../../explore/query/queryResult.js";
import type { FolderOptions } from "../../figures/folders.js";
import { UserError } from "../../util/userError.js";
import { writeAtomically } from "../../util/writeFileAtomically.js";
import { foldersOf } from "../terminal/folderOptions.js";
import { type Terminal, warner } from "../terminal/terminal.js";
import { type AnswerFormat, answerTexts } from "../text/answerText.js";
import { open } from "node:fs/promises";

export interface Options extends FolderOptions {
  readonly out?: string;
  readonly format?: AnswerFormat;
  readonly supersede?: QueryOptions["supersede"];
  readonly strict?: boolean;
}

/** Carries `figures query` out. */
export async function queryCommand(
  given: string | undefined,
  { out, format, supersede, strict = false, ...folders }: Options,
  terminal: Terminal,
): Promise<void> {
  const sql = given === "-" ? await readAll(process.stdin) : given;
  if (sql === undefined) {
    throw new UserError(
      `What is the question? For example: figures query "from runs('logs')"; --help says what there is.`,
      2,
    );
  }
  const kind = out === undefined ? (format ?? "text") : formatOf(out, format);
  const said: string[] = [];
  const warn = warner(terminal);
  const options: QueryOptions = {
    folders: foldersOf(folders, terminal),
    supersede,
    warn: (message) => {
      said.push(message);
      warn(message);
    },
  };
  const check = () => {
    if (!strict || said.length === 0) return;
    throw new UserError(
      `${said.length} ${said.length === 1 ? "warning" : "warnings"}; nothing was written because of --strict.`,
    );
  };
  if (kind === "parquet" && out !== undefined) {
    await writeAnswer(out, (temporary) => openQuery(sql, options, temporary), check);
    terminal.err(`-> ${out}\n`);
    return;
  }
  const result = await openQuery(sql, options);
  try {
    const texts = answerTexts(result, kind as AnswerFormat);
    if (out !== undefined) {
      await writeAtomically(out, async (temporary) => {
        const file = await open(temporary, "w");
        try {
          for await (const text of texts) await file.appendFile(text);
        } finally {
          await file.close();
        }
        check();
      });
      terminal.err(`-> ${out}\n`);
    } else if (strict) {
      const all: string[] = [];
      for await (const text of texts) all.push(text);
      check();
      for (const text of all) await terminal.out(text);
    } else for await (const text of texts) await terminal.out(text);
  } finally {
    result.close();
  }
}

const endings: readonly (readonly [ending: RegExp, format: AnswerFormat | "parquet"])[] = [
  [/\.csv$/i, "csv"],
  [/\.parquet$/i, "parquet"],
  [/\.json$/i, "json"],
  [/\.md$/i, "markdown"],
  [/\.txt$/i, "text"],
];

function formatOf(out: string, format: AnswerFormat | undefined): AnswerFormat | "parquet" {
  const found = format ?? endings.find(([ending]) => ending.test(out))?.[1];
  if (found !== undefined) return found;
  throw new UserError(
    `What is ${out} to be? Give it the ending .csv, .parquet, .json or .md, or say --format.`,
    2,
  );
}
