import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import ts from "typescript";

/** The entries of the package, by the name that users import. */
const entries: Readonly<Record<string, string>> = {
  tbfigures: "src/index.ts",
  "tbfigures/events": "src/events/index.ts",
  "tbfigures/stats": "src/stats/index.ts",
  "tbfigures/train": "src/train/index.ts",
  "tbfigures/modules": "src/train/modules/moduleKit.ts",
};

describe("the public face", function () {
  this.timeout(120_000);
  let program: ts.Program;
  let checker: ts.TypeChecker;
  before(() => {
    program = ts.createProgram(Object.values(entries), {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    });
    checker = program.getTypeChecker();
  });
  const original = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exportsOf = (file: string): ts.Symbol[] =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);

  it("is what package.json names", () => {
    const { exports, main, types } = JSON.parse(readFileSync("package.json", "utf8")) as {
      exports: Record<string, { types: string; default: string }>;
      main: string;
      types: string;
    };
    for (const [name, source] of Object.entries(entries)) {
      const built = source.replace(/^src/, "./dist").replace(/\.ts$/, "");
      assert.deepEqual(
        exports[name.replace(/^tbfigures/, ".")],
        { types: `${built}.d.ts`, default: `${built}.js` },
        name,
      );
    }
    assert.deepEqual(Object.keys(exports).length, Object.keys(entries).length);
    assert.equal(main, exports["."].default);
    assert.equal(types, exports["."].types);
  });

  it("has these names, and no others", () => {
    const names = exportsOf(entries["tbfigures"])
      .filter((symbol) => original(symbol).flags & ts.SymbolFlags.Value)
      .map(({ name }) => name)
      .sort();
    assert.deepEqual(names, [
      "DataTable",
      "Groups",
      "ShownChart",
      "ShownFigure",
      "UserError",
      "addModule",
      "buildFigure",
      "checkFigure",
      "collect",
      "computeFigure",
      "count",
      "csvText",
      "defineLookup",
      "describeLoss",
      "describeSuperseded",
      "draw",
      "executeTraining",
      "exportLogs",
      "factsOfRuns",
      "figure",
      "figureFormats",
      "findLogs",
      "findLookup",
      "findModule",
      "findRuns",
      "flattenHParamsTable",
      "followRuns",
      "followValues",
      "fromArrow",
      "hparamsTable",
      "inspectLogs",
      "judgeRun",
      "layoutPeopleTable",
      "least",
      "loadModules",
      "lower",
      "makeFigure",
      "mean",
      "median",
      "most",
      "numbers",
      "openEventWriter",
      "openTable",
      "planTraining",
      "quantities",
      "query",
      "readEach",
      "readLookup",
      "readLookups",
      "readPipelines",
      "readRun",
      "readRuns",
      "readSpec",
      "readTable",
      "readTheme",
      "readThresholdSet",
      "reduceLogs",
      "reducedTable",
      "renderFigure",
      "resolveData",
      "resolveFigure",
      "resolveFolders",
      "selectExperiments",
      "singleSeriesLookup",
      "sources",
      "streamLogs",
      "tInterval",
      "table",
      "tableRows",
      "themeNames",
      "toArrow",
      "toDanfo",
      "trainInWorkers",
      "upper",
      "wilsonInterval",
      "writeMedia",
      "writeReducedEvents",
      "writeTable",
    ]);
  });

  for (const [name, file] of Object.entries(entries)) {
    it(`exports every type that a signature of ${name} mentions`, () => {
      const exported = new Set(Object.values(entries).flatMap(exportsOf).map(original));
      const missing = new Set<string>();
      for (const symbol of exportsOf(file).map(original)) {
        for (const declaration of symbol.declarations ?? []) {
          for (const type of typesNamedBy(declaration)) {
            const found = checker.getSymbolAtLocation(type);
            if (found === undefined) continue;
            const named = original(found);
            const place = named.declarations?.[0];
            if (place === undefined || exported.has(named)) continue;
            if (!place.getSourceFile().fileName.startsWith(resolve("src") + sep)) continue;
            // What its own file does not export cannot be named by anybody: a part of the type that it is in.
            if (!(ts.getCombinedModifierFlags(place) & ts.ModifierFlags.Export)) continue;
            missing.add(`${symbol.name}: ${named.name}`);
          }
        }
      }
      assert.deepEqual([...missing].sort(), []);
    });
  }
});

/** The names of types in the part of a declaration that its users see. */
function typesNamedBy(declaration: ts.Declaration): ts.Node[] {
  const found: ts.Node[] = [];
  const isHidden = (node: ts.Node): boolean =>
    ts.isBlock(node) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));
  const visit = (node: ts.Node): void => {
    if (isHidden(node)) return;
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName);
    if (ts.isExpressionWithTypeArguments(node)) found.push(node.expression);
    if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) {
      if (node.type) visit(node.type);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}
