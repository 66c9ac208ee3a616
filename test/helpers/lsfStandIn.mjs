// What `bsub`, `bkill` and `bparams` of LSF do, for a test: options are checked as LSF checks them, directives
// of the script are read, and the tasks are run on this machine. Called under those names.
import { spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";

const [, self, ...args] = process.argv;
const name = basename(self);
const folder = process.env.LSF_STAND_IN;

const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(255);
};

/** Words of a line as a shell reads them. */
function wordsOf(line) {
  return [...line.matchAll(/(?:"([^"]*)"|'([^']*)'|[^\s"']+)+/g)].map(([word]) =>
    word.replaceAll(/["']/g, ""),
  );
}

const takesValue = new Set([
  "-J",
  "-n",
  "-W",
  "-o",
  "-e",
  "-q",
  "-P",
  "-R",
  "-M",
  "-wt",
  "-wa",
  "-app",
]);
const flags = new Set(["-r", "-x"]);

function read(words, options) {
  const resources = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (flags.has(word)) options[word] = true;
    else if (takesValue.has(word)) {
      if (words[i + 1] === undefined)
        fail(`${word}: option requires an argument. Job not submitted.`);
      if (word === "-R") resources.push(words[++i]);
      else options[word] = words[++i];
    } else fail(`${word}: Illegal option. Job not submitted.`);
  }
  // -R of the command line takes the place of those of the script.
  if (resources.length > 0) options["-R"] = resources;
  return options;
}

if (name === "bparams") {
  process.stdout.write("    MBD_SLEEP_TIME = 10\n    MAX_JOB_ARRAY_SIZE = 20\n");
} else if (name === "bkill") {
  for (const pid of readFileSync(join(folder, `${args[0]}.pids`), "utf8")
    .trim()
    .split("\n")) {
    try {
      process.kill(Number(pid), "SIGTERM");
    } catch {
      // It has ended.
    }
  }
  process.stdout.write(`Job <${args[0]}> is being terminated\n`);
} else {
  const script = readFileSync(0, "utf8");
  const directives = [...script.matchAll(/^#BSUB (.*)$/gm)].flatMap(([, line]) => wordsOf(line));
  const options = read(args, read(directives, {}));
  if (!/^(?:\d+:)?\d+$/.test(options["-W"] ?? ""))
    fail("Bad RUNLIMIT specified. Job not submitted.");
  if (!/^\d+$/.test(options["-n"] ?? "")) fail("Bad argument for option -n. Job not submitted.");
  if (!/^\d+$/.test(options["-wt"] ?? "1")) fail("Bad argument for option -wt. Job not submitted.");
  if (options["-q"] === "none") fail("none: No such queue. Job not submitted.");
  const array = /^[\w-]+\[1-(\d+)\]$/.exec(options["-J"] ?? "");
  if (array === null) fail("Bad job array specification. Job not submitted.");
  if (Number(array[1]) > 20) fail("Job array size is too large. Job not submitted.");
  const spans = (options["-R"] ?? []).filter((text) => text.includes("span["));
  if (spans.length > 1) fail("Only one span section may be given. Job not submitted.");
  const job = "4711";
  writeFileSync(join(folder, `${job}.json`), JSON.stringify(options));
  const path = join(folder, `${job}.sh`);
  writeFileSync(path, script);
  writeFileSync(join(folder, `${job}.pids`), "");
  for (let index = 1; index <= Number(array[1]); index++) {
    const log = openSync(options["-o"].replaceAll("%I", index).replaceAll("%%", "%"), "a");
    const child = spawn("bash", [path], {
      detached: true,
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        LSB_JOBID: job,
        LSB_JOBINDEX: String(index),
        LSB_JOBINDEX_END: array[1],
        LSB_DJOB_NUMPROC: options["-n"],
      },
    });
    closeSync(log);
    appendFileSync(join(folder, `${job}.pids`), `${child.pid}\n`);
    child.unref();
  }
  process.stdout.write(`Job <${job}> is submitted to queue <${options["-q"] ?? "normal"}>.\n`);
}
