import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** A command for each option that takes a folder or a file; `@` is what is given. */
const folderOptions = [
  ...["--runs", "--tables", "--lookups", "--out"].map(
    (option) => `build nips-sltr-in2 ${option} @`,
  ),
  ...["--runs", "--tables", "--lookups"].map((option) => `list ${option} @`),
  ...["--runs", "--tables", "--lookups"].map((option) => `summary nips-sltr-in2 ${option} @`),
  ...["--against", "--report"].map((option) => `check nips-sltr-in2 ${option} @`),
  "train sltr-in2/nru --dry-run --runs @",
  "status sltr-in2/nru --runs @",
  "query select(1) --runs @",
  "serve --static @",
  "export fixtures/events/tbx --events @",
  "export fixtures/events/tbx --images @",
  "export --tensorboard-dir @",
  "thresholds --out @",
  "schema --all @",
  "data mnist --from @",
  "notebook --logs @",
];
const fileOptions = [
  "export fixtures/events/tbx --out @",
  "export --tensorboard-dir fixtures/events/tbx --csv-out @",
  "query select(1) --out @",
  "check nips-sltr-in2 --tex @",
  "train sltr-in2/nru --dry-run --modules @",
  "landscape --out @",
  "new curves fixtures/events/tbx --out @",
];

describe("options that take a folder or a file", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);
  let server: Server;

  before((done) => {
    mkdirSync(at("folder"));
    writeFileSync(at("file"), "x");
    symlinkSync(at("circle"), at("circle"));
    assert.equal(spawnSync("mkfifo", [at("pipe")]).status, 0);
    server = createServer().listen(at("socket"), done);
  });
  after(() => server.close());

  const told = async (line: string, given: string, expected: RegExp) => {
    const args = line.split(" ").map((word) => (word === "@" ? given : word));
    const { code, out, err } = await figures(args);
    // What is in the way of a command that writes is a failure of the work, as a full disk is.
    const isWritten = /^(build .*--out|thresholds --out|train .*--runs)/.test(line);
    assert.equal(code, isWritten && given !== "" ? 1 : 2, `${args.join(" ")}\n${out}${err}`);
    assert.match(err, expected, args.join(" "));
    assert.match(err, /^error: (--|<)/, args.join(" "));
    assert.equal(out, "", args.join(" "));
  };

  it("say what else stands where a folder is expected", async () => {
    for (const line of folderOptions) {
      await told(line, at("file"), /file: a folder is expected, and this is a file\.\n/);
      await told(line, at("socket"), /socket: a folder is expected, and this is a socket\.\n/);
      await told(line, at("pipe"), /pipe: a folder is expected, and this is a pipe\.\n/);
      await told(line, at("file/below"), /below: .*\/file is a file, so that nothing is below it/);
    }
  });

  it("say what else stands where a file is expected", async () => {
    for (const line of fileOptions) {
      await told(line, at("folder"), /folder: a file is expected, and this is a folder\.\n/);
      await told(line, at("socket"), /socket: a file is expected, and this is a socket\.\n/);
      await told(line, at("pipe"), /pipe: a file is expected, and this is a pipe\.\n/);
      await told(line, at("file/below"), /below: .*\/file is a file, so that nothing is below it/);
    }
  });

  it("take no empty text, no circle of links, and no name without end", async () => {
    for (const line of [...folderOptions, ...fileOptions]) {
      await told(line, "", /--[\w-]+: a (folder|file) is expected, and an empty text names none/);
      await told(line, at("circle"), /circle: a link that leads to itself/);
      await told(line, at("x".repeat(300)), /a name that is too long/);
    }
    for (const line of ["export @", "inspect @", "serve @", "init @"]) {
      await told(line, "", /<\w+>: an empty text names nothing/);
    }
  });

  it("name the variable of the environment that says so", async () => {
    for (const name of ["RUNS", "TABLES", "LOOKUPS", "OUT"]) {
      const args = ["summary", "nips-sltr-in2"];
      const { code, err } = await figures(args, { [`FIGURES_${name}`]: at("file") });
      assert.equal(code, 2);
      assert.match(err, /^error: \$FIGURES_\w+ .*file: a folder is expected, and this is a file/);
    }
  });

  it("say which folder may not be read", async function () {
    // Nothing is closed to the super-user.
    if (process.getuid?.() === 0) this.skip();
    mkdirSync(at("closed"));
    chmodSync(at("closed"), 0);
    for (const line of folderOptions) await told(line, at("closed"), /may not be read/);
    chmodSync(at("closed"), 0o700);
  });
});
