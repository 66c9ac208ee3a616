import assert from "node:assert/strict";
import { join } from "node:path";
import { draw, figure } from "../../../src/explore/notebook/figure.js";
import { jupyterDisplay } from "../../../src/explore/notebook/mimeBundle.js";
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
