/** The layers of the house (see README, "How it is built"): imports go downwards only. */
const mayImport = {
  cli: ["pipeline", "plot", "train", "stats", "tables", "catalog", "events"],
  pipeline: ["plot", "train", "stats", "tables", "catalog", "events"],
  plot: ["catalog", "stats"],
  train: ["catalog", "events"],
  stats: ["tables"],
  tables: ["catalog", "events"],
  catalog: [],
  events: [],
};

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
      from: { orphan: true, pathNot: ["^src/index\\.ts$", "^src/cli/main\\.ts$", "\\.d\\.ts$"] },
      to: {},
    },
    {
      name: "not-to-dev-dependencies",
      severity: "error",
      from: { path: "^src" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `layer-${folder}`,
      severity: "error",
      comment: `src/${folder}/ may import ${allowed.join(", ") || "no other layer"}.`,
      from: { path: `^src/${folder}/` },
      to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed, "util"].join("|")})/` },
    })),
    {
      name: "layer-util",
      severity: "error",
      comment: "src/util/ is the ground: it imports no layer.",
      from: { path: "^src/util/" },
      to: { path: "^src/", pathNot: "^src/util/" },
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
