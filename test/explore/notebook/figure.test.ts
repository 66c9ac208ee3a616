import assert from "node:assert/strict";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { draw, figure } from "../../../src/explore/notebook/figure.js";
import { jupyterDisplay } from "../../../src/explore/notebook/mimeBundle.js";
import { readRuns } from "../../../src/explore/notebook/readRuns.js";
import { resolveFolders } from "../../../src/figures/folders.js";
import { writeSampleLogs } from "../../../src/figures/logs/sampleLogs.js";
import { UserError } from "../../../src/util/userError.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const silent = { warn: () => undefined, folders: resolveFolders({}, {}, "none") };

describe("figure in a notebook", function () {
  const folder = temporaryFolder();

  it("shows a lookup as Vega-Lite 5, PNG and text, and as nothing that notebooks break", async () => {
    const shown = await figure("nips-divBy0-easy", silent);
    const bundle = shown[jupyterDisplay]();
    assert.deepEqual(Object.keys(bundle).sort(), [
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    const document = bundle["application/vnd.vegalite.v5+json"] as { $schema: string };
    assert.equal(document.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
    const png = Buffer.from(bundle["image/png"] ?? "", "base64");
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    assert.equal(bundle["text/plain"], "Division by numbers next to zero: 1/a from [a]");
    assert.equal(shown.data.numbers?.outcomes.length, 375);
    assert.match(String(await shown.render("svg")), /^<svg|^<\?xml/);
  });

  it("draws on any canvas what its picture shows", async () => {
    const shown = await figure("nips-divBy0-easy", { ...silent, dpi: 72 });
    const picture = await loadImage(Buffer.from(shown.png));
    const { width, height } = picture;
    const contexts = [createCanvas(width, height), createCanvas(width, height)].map((canvas) => {
      const context = canvas.getContext("2d");
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, width, height);
      return context;
    });
    contexts[0].drawImage(picture, 0, 0);
    assert.deepEqual(await shown.drawOn(contexts[1]), { width, height });
    const [wanted, drawn] = contexts.map((context) => context.getImageData(0, 0, width, height));
    assert.ok(Buffer.from(drawn.data).equals(Buffer.from(wanted.data)));
    assert.ok(new Set(drawn.data).size > 20);
    const own = await draw({
      spec: {
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        ...{ data: { name: "rows" }, mark: "bar", encoding: { x: { field: "x" } } },
      },
      data: { rows: [{ x: 1 }] },
      ...{ widthCm: 10, heightCm: 5 },
    });
    const size = { width: Math.round((2 * 720) / 2.54), height: Math.round((2 * 360) / 2.54) };
    assert.deepEqual(await own.drawOn(contexts[0], { scale: 2 }), size);
  });

  it("shows what there is of runs that are read", async () => {
    const logs = join(folder(), "shown");
    writeSampleLogs(logs);
    const runs = readRuns(logs);
    const { "text/html": html = "" } = await runs[jupyterDisplay]();
    assert.match(html, /<th>last_step<\/th>/);
    assert.match(html, /<td>cifar10\/mlp_seed-0<\/td>/);
    const names: string[] = [];
    for await (const { name } of runs) names.push(name);
    assert.equal(names.length, 30);
  });

  it("draws what a lookup file would say", async () => {
    const logs = join(folder(), "logs");
    writeSampleLogs(logs);
    const shown = await figure({ title: "Accuracy", runs: logs, tags: ["acc/val"] }, silent);
    assert.equal(shown.title, "Accuracy");
    assert.match(shown.vegaLite, /acc\/val/);
    await assert.rejects(
      figure({ title: "x", runs: logs, ...{ tagz: [] } }, silent),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /tagz/);
        return true;
      },
    );
    await assert.rejects(figure("nips-divBy0-eazy", silent), /Did you mean/);
  });

  it("draws rows of one's own", async () => {
    const shown = await draw({
      spec: {
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        data: { name: "rows" },
        mark: "line",
        encoding: {
          x: { field: "x", type: "quantitative" },
          y: { field: "y", type: "quantitative" },
        },
      },
      data: {
        rows: [
          { x: 0, y: 1 },
          { x: 1, y: 2 },
        ],
      },
    });
    assert.ok(shown.png.length > 1000);
  });
});
