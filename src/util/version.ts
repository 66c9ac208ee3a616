import { readFileSync } from "node:fs";
import { packageFolder } from "./packageFolder.js";

const manifest = JSON.parse(readFileSync(packageFolder("package.json"), "utf8")) as {
  version: string;
};

/** The version of this package. */
export const version = manifest.version;
