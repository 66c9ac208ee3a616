import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openEventWriter } from "../../src/events/write/eventWriter.js";
import { openBrowser, serve } from "./served.js";

/**
 * Whether `figures serve` and two pages keep up with growing logs without growing themselves: 50 runs log two scalars a second for
 * an hour, a minute of which passes in half a second. Run `npm run build` first.
 */
const runs = 50;
const minutes = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), "figures-bench-"));
let seconds = 0;
const clock = () => 1.7e9 + seconds;
const writers = Array.from({ length: runs }, (_, run) =>
  openEventWriter(join(folder, `model-${run % 5}_seed-${run}`), { clock }),
);
const grow = () => {
  const end = seconds + 60;
  for (; seconds < end; seconds++) {
    writers.forEach((writer, run) => {
      writer.scalar("loss", Math.sin(seconds / 300 + run), seconds);
      writer.scalar("acc", Math.cos(seconds / 300 + run), seconds);
    });
  }
  for (const writer of writers) writer.sync();
};
grow();
const browser = await openBrowser();
const server = await serve([folder]);
const faults: string[] = [];
const context = await browser.newContext();
const pages = await Promise.all([context.newPage(), context.newPage()]);
for (const page of pages) {
  page.on("pageerror", ({ message }) => faults.push(message));
  await page.goto(server.url);
}
/** Waits until each page shows everything that was logged, in both panels. */
const upToDate = async () => {
  const text = `${runs} runs, ${runs * seconds} values`;
  for (const page of pages) {
    for (const tag of ["loss", "acc"]) {
      const note = page.locator(`section[aria-label=${tag}] .note`, { hasText: text });
      await note.waitFor({ timeout: 60_000 });
    }
  }
};
const tell = async () => {
  const heaps = await Promise.all(
    pages.map((page) => page.evaluate<number>("(gc(), performance.memory.usedJSHeapSize / 1e6)")),
  );
  const nodes = await pages[0].evaluate<number>('document.querySelectorAll("*").length');
  console.log(
    `after ${String(seconds / 60).padStart(3)} minutes: ${(2 * runs * seconds) / 1000}k values, ` +
      `server ${server.memory().now} MB and ${server.descriptors()} descriptors, ` +
      `pages ${heaps.map((heap) => heap.toFixed(1)).join(" and ")} MB, ${nodes} elements`,
  );
};
for (let minute = 1; minute < minutes; minute++) {
  if (minute % 15 === 1) {
    await upToDate();
    await tell();
  }
  grow();
  await setTimeout(500);
}
await upToDate();
await tell();
console.log(faults.length === 0 ? "no update was lost" : faults.join("\n"));
await browser.close();
await server.stop();
for (const writer of writers) writer.close();
rmSync(folder, { recursive: true });
