import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { openEventWriter } from "../../../src/events/write/eventWriter.js";
import { writeSampleLogs } from "../../../src/figures/logs/sampleLogs.js";
import { pathToFileURL } from "node:url";
import type { FigurePage, Rate } from "../../../src/explore/curves/protocol.js";
import { Project } from "../../../src/explore/serve/project.js";
import { writeSite } from "../../../src/explore/serve/staticSite.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { bundledPages, runServer, type RunningServer } from "../../helpers/pageServer.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

/** Where distributions put the browser; FIGURES_CHROMIUM names another one. */
const executablePath = [
  process.env["FIGURES_CHROMIUM"] ?? "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** Rules of WCAG that a page breaks, with the places. */
async function accessFaults(page: Page): Promise<string[]> {
  // The policy of the pages lets no script in: it is evaluated from outside.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const { violations } = await axe.run({ runOnly });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

describe("pages in a browser", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const hostile = `<img src=x onerror="document.title='broken'">`;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let server: RunningServer;
  let logs = "";
  let lookups = "";
  const complaints: string[] = [];

  before(async function () {
    if (executablePath === undefined) {
      console.log("      skipped: there is no Chromium (apt-get install chromium)");
      return this.skip();
    }
    const project = join(folder(), "project");
    logs = join(project, "logs");
    mkdirSync(join(project, "lookups"), { recursive: true });
    writeSampleLogs(logs);
    lookups = join(folder(), "lookups");
    mkdirSync(join(lookups, "mine"), { recursive: true });
    const from = "lookups/division";
    copyFileSync(join(from, "paper.yaml"), join(lookups, "mine", "paper.yaml"));
    copyFileSync(join(from, "nips-divBy0-easy.yaml"), join(lookups, "mine", "easy.yaml"));
    const writer = openEventWriter(join(logs, "svhn", `<i>&"'_seed-0`));
    writer.scalar(`acc/${hostile}`, 1, 0);
    writer.close();
    server = await runServer({ logs: [logs], paper: "division", workingDirectory: project });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(server.url);
    await page.locator(".panel canvas").first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const note = (tag: string) => page.locator(`section[aria-label=${JSON.stringify(tag)}] .note`);
  const panels = () => page.locator(".panel h3").allTextContents();

  it("show every tag, with all runs and all values", async () => {
    assert.deepEqual(
      (await panels()).sort(),
      [`acc/${hostile}`, "acc/val", "loss/train", "loss/val", "lr"].sort(),
    );
    await note("acc/val").getByText("30 runs, 767 values").waitFor();
    assert.equal(
      await page.title(),
      `${await page.locator("h2").first().textContent()} – ${await page.locator("header h1").first().textContent()}`,
    );
    assert.equal(page.url(), `${server.origin}/`);
  });

  it("take runs and tags by regular expressions, which stand in the address", async () => {
    await page.getByLabel("Runs").fill("svhn/(mlp|vit)_seed-[0-2]$");
    await page.getByLabel("Tags").fill("^acc/val");
    await note("acc/val").getByText("6 runs, 156 values").waitFor();
    assert.deepEqual(await panels(), ["acc/val"]);
    await page.getByLabel("Smoothing").fill("0.9");
    await page.getByLabel("Horizontal axis").selectOption("relative");
    await page.getByLabel("Logarithmic values").check();
    await page.getByLabel("Colour by").selectOption("model");
    await page.getByRole("button", { name: "Pin" }).click();
    const address = page.url();
    const other = await context.newPage();
    await other.goto(address);
    await other.locator(".panel .note", { hasText: "6 runs, 156 values" }).waitFor();
    assert.equal(await other.getByLabel("Smoothing").inputValue(), "0.9");
    assert.equal(await other.getByLabel("Horizontal axis").inputValue(), "relative");
    assert.equal(await other.getByLabel("Colour by").inputValue(), "model");
    assert.equal(await other.getByRole("button", { name: "Unpin" }).count(), 1);
    assert.ok(await other.getByLabel("Logarithmic values").isChecked());
    await other.close();
  });

  it("tell the values under the pointer and under the keys", async () => {
    await page.goto(
      `${server.origin}/#/explore?tags=${encodeURIComponent("^loss/val")}&runs=mlp_seed-0&smooth=0`,
    );
    await note("loss/val").getByText("2 runs, 52 values").waitFor();
    const panel = page.locator(".panel").first();
    await panel.focus();
    for (let i = 0; i < 51; i++) await page.keyboard.press("ArrowRight");
    const rows = await panel.locator(".tip tbody tr").allTextContents();
    assert.equal(rows.length, 2);
    assert.ok(
      rows.every((row) => /(cifar10|svhn)\/mlp_seed-0.*5000$/.test(row)),
      rows.join(),
    );
    await panel.locator(".u-over").hover({ position: { x: 5, y: 50 } });
    assert.match((await panel.locator(".tip tbody tr").allTextContents()).join(), /0$/);
  });

  it("grow with the logs", async () => {
    await page.goto(`${server.origin}/#/explore?tags=grown`);
    const write = (step: number) => {
      const writer = openEventWriter(join(logs, "svhn", "late_seed-0"));
      writer.scalar("grown", step, step);
      writer.close();
    };
    write(0);
    await note("grown").getByText("1 run, 1 value").waitFor();
    write(1);
    await note("grown").getByText("1 run, 2 values").waitFor();
  });

  it("show a figure of a paper, the runs of a point and rates at other thresholds", async () => {
    await page.goto(`${server.origin}/#/figures`);
    await page.getByRole("link", { name: "nips-divBy0-easy" }).click();
    await page.locator(".figure svg").waitFor();
    const cells = () => page.locator(".rates tbody td").allTextContents();
    await page.locator(".rates").waitFor();
    const before = await cells();
    assert.equal(before.filter((cell) => cell === "25 of 25").length, 14);
    await page.getByLabel("All thresholds").fill("-4");
    await page
      .locator(".rates tbody td", { hasText: /^(?!2[45] of 25)/ })
      .first()
      .waitFor();
    assert.ok((await cells()).every((cell) => /^\d+ of 25$/.test(cell)));
    await page.getByText("Drawn with all thresholds times 0.0001.").waitFor();
    await page.getByText("as committed", { exact: true }).waitFor();
    await page.locator(".figure svg .mark-symbol path").first().click();
    await page.locator("h3", { hasText: "25 runs" }).waitFor();
    await page.getByRole("link", { name: "Their curves" }).click();
    await page
      .locator(".panel .note", { hasText: /^25 runs/ })
      .first()
      .waitFor();
  });

  it("draw a figure at other thresholds by the numbers of the rates, and say how it stands to the committed one", async () => {
    const ask = async <T>(path: string, query: Record<string, string>): Promise<T> => {
      const address = `${server.origin}${path}?${new URLSearchParams(query).toString()}`;
      return (await (await fetch(address, { headers: { cookie: server.cookie } })).json()) as T;
    };
    const key = "nips-divBy0-easy";
    const first = await ask<FigurePage>("/api/figure", { key });
    const solvedOf = ({ runs }: FigurePage, model: string, parameter: string) =>
      runs.filter((run) => run.model === model && run.parameter === parameter && run.solved).length;
    let moved = 0;
    for (const factor of ["1", "0.0001", "1000"]) {
      const drawn = await ask<FigurePage>("/api/figure", { key, factor });
      const rates = await ask<Rate[]>("/api/rates", { key, factor });
      assert.ok(rates.length >= 14);
      for (const { model, parameter, solved } of rates) {
        assert.equal(solvedOf(drawn, model, parameter), solved);
        if (solvedOf(first, model, parameter) !== solved) moved++;
      }
      assert.equal(JSON.stringify(drawn.vega) === JSON.stringify(first.vega), factor === "1");
      const [least] = drawn.thresholds ?? [NaN];
      assert.ok(Math.abs(least / (Number(factor) * first.thresholds![0]) - 1) < 1e-12);
    }
    assert.ok(moved > 0);
    assert.deepEqual(await ask("/api/differences", { key }), []);
  });

  it("can be read by everybody, in light and in dark, on large and small screens", async () => {
    const screens = [
      ["light", 1200],
      ["dark", 390],
    ] as const;
    for (const [colorScheme, width] of screens) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      for (const path of ["/explore", "/figures", "/figure?key=nips-divBy0-easy"]) {
        await page.goto(`${server.origin}/#${path}`);
        await page.locator(".panel canvas, .cards, .rates").first().waitFor();
        if (path.startsWith("/figure?")) await page.locator(".figure svg").waitFor();
        assert.deepEqual(await accessFaults(page), [], `${path}, ${colorScheme}, ${width}`);
        const beyond = "document.documentElement.scrollWidth - innerWidth";
        assert.ok((await page.evaluate<number>(beyond)) <= 0, `${path} is too wide at ${width}`);
      }
    }
  });

  it("are the same as files, without a server and without a network", async () => {
    const site = join(folder(), "site");
    const one = new Project({
      logs: [logs],
      folders: resolveFolders({ lookups: lookups }, {}, "none"),
      everySeconds: 0,
      warn: () => undefined,
    });
    const { figures } = await writeSite(one, site, {
      pages: await bundledPages(),
      warn: (message) => assert.fail(message),
    });
    assert.equal(figures, 1);
    const offline = await browser.newContext({ offline: true });
    const files = await offline.newPage();
    files.on("pageerror", (error) => complaints.push(error.message));
    await files.goto(pathToFileURL(join(site, "index.html")).href);
    const panel = files.locator('section[aria-label="acc/val"] .note');
    await panel.getByText("30 runs, 767 values").waitFor();
    await files.getByLabel("Runs").fill("mlp_seed-0");
    await panel.getByText("2 runs, 52 values").waitFor();
    assert.equal(await files.getByText("Save as lookup").count(), 0);
    await files.getByRole("link", { name: "Figures" }).click();
    await files.getByRole("link", { name: "mine/easy" }).click();
    await files.locator(".figure svg .mark-symbol path").first().waitFor();
    await files.locator(".rates tbody td").first().waitFor();
    assert.equal(
      (await files.locator(".rates tbody td").allTextContents()).filter(
        (cell) => cell === "25 of 25",
      ).length,
      14,
    );
    await files.getByLabel("All thresholds").fill("-4");
    await files
      .locator(".rates tbody td", { hasText: /^(?!2[45] of 25)/ })
      .first()
      .waitFor();
    await offline.close();
    await assert.rejects(
      writeSite(one, folder(), { pages: await bundledPages(), warn: () => undefined }),
      /none of the pages' files/,
    );
  });

  it("never complain, and run no code out of names", async () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(server.faults, []);
    assert.notEqual(await page.title(), "broken");
  });
});
