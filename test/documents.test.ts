import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import {
  codeBlocks,
  figuresArguments,
  runCommand,
  shellCommands,
  type CodeBlock,
} from "./helpers/documentCommands.js";
import { figures } from "./helpers/recordingTerminal.js";
import { temporaryFolder } from "./helpers/temporaryFolder.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const documents = ["README.md", ...guides.map((name) => `docs/${name}`)];

/** Loads the options of a command as the program does, without what carries it out; throws for what they refuse. */
async function parse(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  const path = new URL(`../src/cli/options/${name}.ts`, import.meta.url).href;
  const module = (await import(path)) as Record<string, unknown>;
  const register = module[`register${name[0].toUpperCase()}${name.slice(1)}`];
  assert.ok(typeof register === "function", `there is no command ${name}`);
  const terminal = { out: () => undefined, err: () => undefined, environment: {} };
  const command: unknown = Reflect.apply(register, undefined, [new Command(), terminal]);
  assert.ok(command instanceof Command);
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.action(() => undefined).parseAsync(rest, { from: "user" });
}

/** Runs something in another folder. */
async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await work();
  } finally {
    process.chdir(before);
  }
}

/** Of the sample only the run that was killed and the one that was restarted are warned of. */
const isUnexpected = (line: string): boolean =>
  !/svhn\/vit_seed-3|cifar10\/vit_seed-1: \d+ values left out/.test(line);

/** Follows blocks to the letter: files that they name are written, commands run. Of npm and of editors nothing is run. */
async function follow(blocks: readonly CodeBlock[]): Promise<string[]> {
  const said: string[] = [];
  for (const { language, text } of blocks) {
    const [, path] = /^# (\S+\.yaml)/.exec(text) ?? [];
    if (language === "yaml" && path !== undefined) {
      assert.ok(!existsSync(path) || path.startsWith("lookups/"), path);
      writeFileSync(path, text);
    }
    if (language !== "sh") continue;
    for (const command of shellCommands(text)) {
      if (figuresArguments(command) === undefined) continue;
      const { code, err } = await runCommand(command);
      assert.equal(code, 0, `${command.words.join(" ")}\n${err}`);
      said.push(...err.split("\n").filter((line) => line.startsWith("warning: ")));
    }
  }
  return said;
}

describe("documents", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it("ten-minutes.md can be followed to the letter", async () => {
    const project = join(folder(), "ten");
    mkdirSync(project);
    await inFolder(project, async () => {
      const blocks = codeBlocks(join(root, "docs/ten-minutes.md"));
      const warnings = await follow(blocks);
      assert.deepEqual(warnings.filter(isUnexpected), []);
      assert.ok(warnings.length > 0);
      const text = blocks.map((block) => block.text).join("\n");
      for (const [path] of text.matchAll(/\bout\/[\w.]+/g)) assert.ok(existsSync(path), path);
      assert.match(readFileSync("out/accuracy.tex", "utf8"), /\\toprule/);
      assert.ok(existsSync("runs.parquet"));
    });
  });

  it("README.md: what it says about logs of one's own runs as it stands", async () => {
    const project = join(folder(), "readme");
    mkdirSync(project);
    const own = codeBlocks(join(root, "README.md")).filter(
      ({ heading }) => heading === "Logs of your own",
    );
    assert.ok(own.length > 0);
    await inFolder(project, async () => {
      const warnings = await follow(own);
      assert.deepEqual(warnings.filter(isUnexpected), []);
    });
  });

  it("name only commands and options that there are", async () => {
    let commands = 0;
    for (const path of documents) {
      const blocks = codeBlocks(join(root, path)).filter(({ language }) => language === "sh");
      for (const command of blocks.flatMap(({ text }) => shellCommands(text))) {
        const args = figuresArguments(command);
        if (args === undefined || args.length === 0) continue;
        commands++;
        await assert.doesNotReject(parse(args), `${path}: figures ${args.join(" ")}`);
      }
    }
    assert.ok(commands > 30, String(commands));
  });

  it("refer to files that there are", () => {
    for (const path of documents) {
      const text = readFileSync(join(root, path), "utf8");
      for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        assert.ok(existsSync(join(root, path, "..", target)), `${path}: ${target}`);
      }
    }
  });

  it("and so do the examples in the help of every command", async () => {
    const { out } = await figures(["--help"]);
    const names = [...out.matchAll(/^ {2}(\w+) (?:\[options\]|<|\[)/gm)].map(([, name]) => name);
    assert.ok(names.length > 10);
    for (const name of names.filter((one) => one !== "help")) {
      const help = await figures([name, "--help"]);
      const [, examples = ""] = help.out.split("Examples:\n");
      // What an example does stands behind it, after blanks.
      const lines = examples
        .replaceAll(/\\\n\s*/g, "")
        .split("\n")
        .map((line) => line.trim().replace(/ {2,}.*$/, ""));
      for (const command of lines.flatMap((line) => shellCommands(line))) {
        const args = figuresArguments(command);
        if (args === undefined) continue;
        await assert.doesNotReject(
          parse(args),
          `figures ${name} --help: figures ${args.join(" ")}`,
        );
      }
    }
  });
});
