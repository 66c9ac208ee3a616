/**
 * The rooms of the house (see ARCHITECTURE.md), from the top down. Imports go downwards only, and only where
 * they are used: a room that needs a new one says so here.
 */
const mayImport = {
  cli: [
    "explore",
    "figures",
    "jobs",
    "exports",
    "train",
    "compute",
    "facts",
    "stats",
    "plot",
    "tables",
    "experiments",
    "events",
  ],
  explore: ["figures", "exports", "facts", "stats", "plot", "tables", "events"],
  figures: ["facts", "exports", "stats", "plot", "tables", "experiments", "events"],
  jobs: ["train", "compute", "experiments"],
  exports: ["facts", "stats", "tables", "experiments", "events"],
  train: ["compute", "tables", "experiments", "events"],
  compute: [],
  facts: [],
  stats: [],
  plot: [],
  tables: [],
  experiments: [],
  events: [],
};

/** The rooms inside a room, from the top down; "." are the files that lie in the room itself. */
const inside = {
  cli: [".", "options", "commands", "text", "terminal"],
  explore: ["pages", "serve", "notebook", "query", "curves"],
  figures: [
    "build",
    "report",
    "captions",
    "sources",
    "numbers",
    "data",
    "resolve",
    "logs",
    "lookups",
    "quantities",
    ".",
  ],
  jobs: ["executors", "batch", "plan"],
  exports: ["parts", ".", "rows", "layouts"],
  train: [".", "analyses", "runs", "sequences", "logs", "trainer", "tasks", "networks", "modules"],
  compute: ["images", "backends", "graph", "random"],
  stats: [".", "reliable", "groups", "curves", "functions"],
  plot: [".", "preflight", "output", "layout", "vega", "spec"],
  tables: ["database", "."],
  experiments: [".", "names", "settings", "values"],
  events: [".", "threads", "runs", "supersede", "files", "write", "decode", "kernel", "wire"],
  util: ["yaml", ".", "text", "files", "wasm", "lists"],
};

const filesOf = (room, inner) => (inner === "." ? `^src/${room}/[^/]+$` : `^src/${room}/${inner}/`);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Nobody can change one file of a circle alone.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "^src/index\\.ts$",
          "^src/train/index\\.ts$",
          "^src/cli/main\\.ts$",
          "\\.d\\.ts$",
        ],
      },
      to: {},
    },
    {
      name: "not-to-dev-dependencies",
      severity: "error",
      from: { path: "^src" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    ...Object.entries(mayImport).map(([room, allowed]) => ({
      name: `room-${room}`,
      severity: "error",
      comment: `src/${room}/ may import ${allowed.join(", ") || "no other room"}.`,
      // Batches are still drawn inside WebAssembly by code that knows the single-layer task.
      from: { path: `^src/${room}/`, pathNot: "^src/compute/backends/wasm/batchFunction\\.ts$" },
      to: { path: "^src/", pathNot: `^src/(${[room, ...allowed, "util"].join("|")})/` },
    })),
    {
      name: "room-util",
      severity: "error",
      comment: "src/util/ is the ground: it imports no room.",
      from: { path: "^src/util/" },
      to: { path: "^src/", pathNot: "^src/util/" },
    },
    ...Object.entries(inside).flatMap(([room, inner]) =>
      inner.slice(1).map((lower, index) => ({
        name: `inside-${room}`,
        severity: "error",
        comment: `src/${room}/: imports go down from ${inner.join(" to ")}.`,
        from: { path: filesOf(room, lower) },
        to: { path: inner.slice(0, index + 1).map((upper) => filesOf(room, upper)) },
      })),
    ),
    {
      name: "known-rooms",
      severity: "error",
      comment: "A new room gets its place in this file.",
      from: {},
      to: {
        path: "^src/[^/]+/[^/]+/",
        pathNot: Object.entries(inside).map(
          ([room, inner]) => `^src/${room}/(${inner.filter((name) => name !== ".").join("|")})/`,
        ),
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
