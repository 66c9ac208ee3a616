import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { fillScalars, generateManyRuns, writeRun } from "../read/generateLogs.js";
import { openBrowser, serve, type Served } from "./served.js";
import { actions, figureActions, longActions, measureInPage, paintedPanel } from "./actions.js";

/**
 * How long `figures serve` and its pages take, in a real browser: 1,000 runs of 408 scalars from the start of the program to
 * the first picture, every interaction of the explorer and of a figure's page, memory; and curves of 100,000 values.
 * Run `npm run build` first, on a machine that does nothing else.
 */
const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), "figures-bench-"));
const misses: string[] = [];

function tell(name: string, values: readonly number[], bar: number, unit = "ms"): void {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  const isMissed = median > bar;
  if (isMissed) misses.push(name);
  const columns = [sorted[0], median, sorted[sorted.length - 1]].map((value) =>
    value.toFixed(0).padStart(7),
  );
  console.log(`${name.padEnd(46)}${columns.join("")} ${unit}${isMissed ? `   over ${bar}` : ""}`);
}

async function measure(
  page: Page,
  steps: readonly (readonly [name: string, action: string])[],
): Promise<void> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, action] of steps) {
      const time = await page.evaluate<number>(`(${measureInPage})(${action})`);
      times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  for (const [name, values] of times) tell(name, values, 100);
}

const tellMemory = async (name: string, server: Served, page: Page) => {
  const { now, most } = server.memory();
  tell(`${name}: server`, [now], 300, "MB");
  tell(`${name}: server, most`, [most], 300, "MB");
  const heap = await page.evaluate<number>("(gc(), performance.memory.usedJSHeapSize / 1e6)");
  tell(`${name}: heap of the page`, [heap], 300, "MB");
};

try {
  const many = join(folder, "many");
  const long = join(folder, "long");
  generateManyRuns(many);
  for (let run = 0; run < 10; run++) {
    writeRun(join(long, `run_seed-${run}`), (events) => fillScalars(events, ["loss"], 100_000));
  }
  const browser = await openBrowser();
  const newPage = async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on("pageerror", (error) => misses.push(error.message));
    return page;
  };
  console.log(`${"".padEnd(46)}  least median   most`);
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await newPage();
    const server = await serve([many]);
    await page.goto(server.url);
    await page.evaluate(paintedPanel);
    starts.push(performance.now() - server.startedAt);
    await page.close();
    await server.stop();
  }
  tell("1,000 runs x 408: start to first picture", starts, 1000);

  const server = await serve([many, "--paper", "division"]);
  const page = await newPage();
  await page.goto(server.url);
  await page.evaluate(paintedPanel);
  await measure(page, actions);
  await tellMemory("1,000 runs x 408", server, page);
  await page.goto(`${server.origin}/#/figures`);
  await page.getByRole("link", { name: "nips-sltr-in2" }).first().click();
  await page.locator(".figure svg").waitFor();
  await page.locator(".rates td").first().waitFor();
  await measure(page, figureActions);
  await tellMemory("with a figure", server, page);
  await page.close();
  await server.stop();

  const other = await serve([long]);
  const longPage = await newPage();
  await longPage.goto(other.url);
  await longPage.evaluate(paintedPanel);
  await measure(longPage, longActions);
  await tellMemory("10 curves of 100,000", other, longPage);
  await browser.close();
  await other.stop();
  console.log(misses.length === 0 ? "all within their bars" : `over: ${misses.join(", ")}`);
} finally {
  rmSync(folder, { recursive: true });
}
