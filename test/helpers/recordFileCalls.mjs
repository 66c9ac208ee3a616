// Loaded before a program (`--import`): writes each call that changes files, and each sync, as a line
// of JSON into the file that $FILE_CALLS names, in the order in which the calls returned.
import { createRequire, syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import process from "node:process";

const require = createRequire(import.meta.url);
const fs = require("node:fs");
const promises = require("node:fs/promises");
const { appendFileSync, mkdirSync } = fs;
const log = process.env.FILE_CALLS;
const record = (call, path, to) => {
  const line = { call, path: resolve(String(path)), ...(to && { to: resolve(String(to)) }) };
  appendFileSync(log, `${JSON.stringify(line)}\n`);
};

/** Wraps a function of one of the modules; `tell` gets its arguments and its result. */
function wrap(module, name, tell) {
  const original = module[name];
  module[name] = (...args) => {
    const result = original.apply(module, args);
    if (typeof result?.then !== "function") {
      tell(args, result);
      return result;
    }
    return result.then((value) => {
      tell(args, value);
      return value;
    });
  };
}

wrap(promises, "rename", ([from, to]) => record("rename", from, to));
wrap(promises, "link", ([from, to]) => record("link", from, to));
wrap(promises, "mkdir", ([path, options], first) => {
  // Of several folders that were made in one call only the uppermost and the lowest are known.
  if (first !== undefined) record("mkdir", first);
  if (first !== undefined || !options?.recursive) record("mkdir", path);
});
for (const name of ["rm", "unlink", "rmdir"]) wrap(promises, name, ([path]) => record("rm", path));
for (const name of ["writeFile", "appendFile"]) {
  wrap(promises, name, ([path]) => typeof path === "string" && record("write", path));
}
wrap(promises, "open", ([path], file) => {
  const calls = {
    write: "write",
    writeFile: "write",
    appendFile: "write",
    sync: "sync",
    datasync: "sync",
  };
  for (const [name, call] of Object.entries(calls)) wrap(file, name, () => record(call, path));
});
const paths = new Map();
fs.mkdirSync = (path, options) => {
  const result = mkdirSync(path, options);
  record("mkdir", path);
  return result;
};
wrap(fs, "openSync", ([path], file) => void paths.set(file, path));
wrap(fs, "writeSync", ([file]) => paths.has(file) && record("write", paths.get(file)));
wrap(fs, "fsyncSync", ([file]) => paths.has(file) && record("sync", paths.get(file)));
syncBuiltinESMExports();
