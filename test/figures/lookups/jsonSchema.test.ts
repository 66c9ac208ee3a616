import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "yaml";
import { pipelineJsonSchema } from "../../../src/experiments/jsonSchema.js";
import { lookupJsonSchemas } from "../../../src/figures/lookups/jsonSchema.js";
import { yamlFiles } from "../../../src/util/yaml/yamlFiles.js";
import { figures } from "../../helpers/recordingTerminal.js";
import { temporaryFolder } from "../../helpers/temporaryFolder.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const validators = new Ajv2020.default({ strict: false, allErrors: true });

/** What an editor does: the file against the schema; its complaints. */
function complaints(schema: object, content: unknown): string[] {
  const validate = validators.compile(schema);
  return validate(content) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error));
}
const isPaper = (path: string) => /paper\.ya?ml$/.test(path);
const { lookup, paper } = lookupJsonSchemas();

describe("JSON schemas", () => {
  const folder = temporaryFolder();

  it("accept every file that comes with the program", () => {
    const read = (path: string): unknown => parse(readFileSync(path, "utf8"));
    const lookups = yamlFiles([join(root, "lookups")]);
    const pipelines = yamlFiles([join(root, "pipelines")]);
    assert.ok(lookups.length > 20 && pipelines.length > 5);
    for (const path of lookups) {
      assert.deepEqual(complaints(isPaper(path) ? paper : lookup, read(path)), [], path);
    }
    const pipeline = pipelineJsonSchema();
    for (const path of pipelines) assert.deepEqual(complaints(pipeline, read(path)), [], path);
  });

  it("accept what init and new write, and refuse what the program refuses", async () => {
    assert.equal((await figures(["init", folder()])).code, 0);
    for (const path of yamlFiles([join(folder(), "lookups")])) {
      assert.deepEqual(complaints(lookup, parse(readFileSync(path, "utf8"))), [], path);
    }
    for (const what of ["curves", "values"]) {
      const { out } = await figures(["new", what, join(folder(), "logs")]);
      assert.deepEqual(complaints(lookup, parse(out)), []);
    }
    for (const wrong of [
      { title: "One", runs: "logs", smoth: 0.6 },
      { title: "One", runs: "logs", smooth: 1.5 },
      { runs: "logs" },
      { title: "One", series: [{ label: "one", run: "logs" }] },
    ]) {
      assert.notDeepEqual(complaints(lookup, wrong), [], JSON.stringify(wrong));
    }
  });

  it("are printed by the command that the build calls", async () => {
    const { code, out } = await figures(["schema", "pipeline"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(pipelineJsonSchema())));
    const all = await figures(["schema", "--all", join(folder(), "schemas")]);
    assert.equal(all.code, 0, all.err);
    assert.deepEqual(
      JSON.parse(readFileSync(join(folder(), "schemas/lookup.json"), "utf8")),
      JSON.parse(JSON.stringify(lookup)),
    );
  });
});
