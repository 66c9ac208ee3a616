import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { figures, type Recording } from "./recordingTerminal.js";

/** A block of code in a document. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** The heading above it. */
  readonly heading: string;
}

/** The fenced blocks of a Markdown file, in their order. */
export function codeBlocks(path: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = "";
  let open: { language: string; lines: string[] } | undefined;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [, fence] = /^```(.*)$/.exec(line) ?? [];
    if (fence !== undefined && open === undefined) open = { language: fence, lines: [] };
    else if (fence !== undefined && open !== undefined) {
      blocks.push({ language: open.language, text: `${open.lines.join("\n")}\n`, heading });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (/^#+ /.test(line)) heading = line.replace(/^#+ /, "");
  }
  return blocks;
}

/** One command as a shell reads it. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** The file that its output goes to. */
  readonly into?: string;
}

/** The commands of a script: words, quotes, comments, `&&`, `>`, `<`, and lines that go on after a backslash. */
export function shellCommands(script: string): ShellCommand[] {
  return script
    .replaceAll(/\\\n/g, " ")
    .split(/\n|&&/)
    .map((line) => {
      const words = [...line.matchAll(/#(?<=(?:^|\s)#).*|"([^"]*)"|'([^']*)'|[^\s"']+/g)]
        .filter(([word]) => !word.startsWith("#"))
        .map(([word, double, single]) => double ?? single ?? word);
      const end = words.findIndex((word) => word === ">" || word === "<");
      if (end < 0) return { words };
      return { words: words.slice(0, end), ...(words[end] === ">" && { into: words[end + 1] }) };
    })
    .filter(({ words }) => words.length > 0);
}

/** What follows `figures` or `npx figures`; undefined for another program's command. */
export function figuresArguments({ words }: ShellCommand): readonly string[] | undefined {
  if (words[0] === "figures") return words.slice(1);
  return words[0] === "npx" && words[1] === "figures" ? words.slice(2) : undefined;
}

/** Runs a command of this program in the current folder, its output into the file that it names. */
export async function runCommand(command: ShellCommand): Promise<Recording> {
  const recording = await figures(figuresArguments(command) ?? [], {});
  if (command.into !== undefined) {
    mkdirSync(dirname(command.into), { recursive: true });
    writeFileSync(command.into, recording.out);
  }
  return recording;
}
