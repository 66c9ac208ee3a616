import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** A running `figures serve` of the built program. */
export interface Served {
  /** The address with its token. */
  readonly url: string;
  readonly origin: string;
  /** Milliseconds from its start until it printed its address. */
  readonly startedIn: number;
  /** When it was started, by `performance.now()`. */
  readonly startedAt: number;
  /** Resident memory in MB: now, and the most so far. Linux. */
  readonly memory: () => { readonly now: number; readonly most: number };
  /** Open file descriptors. Linux. */
  readonly descriptors: () => number;
  /** What it wrote to standard error. */
  readonly said: () => string;
  readonly isUp: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Starts the built program; `npm run build` comes before. */
export async function serve(
  args: readonly string[],
  options: { readonly cwd?: string; readonly node?: readonly string[] } = {},
): Promise<Served> {
  const startedAt = performance.now();
  const command = [...(options.node ?? []), resolve("dist/cli/main.js"), "serve", ...args];
  const child: ChildProcess = spawn(process.execPath, command, { cwd: options.cwd });
  let said = "";
  child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
  const url = await new Promise<string>((done, fail) => {
    child.stdout?.once("data", (text: Buffer) => done(text.toString().trim()));
    child.once("exit", () => fail(new Error(said)));
  });
  const field = (name: string) => {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  };
  return {
    url,
    ...{ origin: new URL(url).origin, startedAt, startedIn: performance.now() - startedAt },
    memory: () => ({ now: field("VmRSS"), most: field("VmHWM") }),
    descriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
    said: () => said,
    isUp: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const end = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await end;
    },
  };
}

/** Opens Chromium; FIGURES_CHROMIUM names another one than the distribution's. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [
    process.env["FIGURES_CHROMIUM"] ?? "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ].find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error("There is no Chromium: name it by FIGURES_CHROMIUM.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--js-flags=--expose-gc", "--enable-precise-memory-info"],
  });
}
