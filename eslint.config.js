import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { ownLookups } from "./.ci/ownLookups.js";

const power = {
  selector: "BinaryExpression[operator='**'][left.value!=2][left.bigint=undefined]",
  message: "Its last bits depend on the JavaScript engine: multiply, or take util/exactMath.ts.",
};

const longArguments = [
  "CallExpression[callee.object.name='Math'] > SpreadElement",
  "CallExpression[callee.property.name=/^(push|unshift|splice|fromCharCode|fromCodePoint)$/] > SpreadElement",
].map((selector) => ({
  selector,
  message: "A call has room for about 100,000 arguments: take util/lists/longLists.ts.",
}));

export default tseslint.config(
  { ignores: ["dist/", "out/", "runs/", "tables/", "fixtures/", "**/*.cjs"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      eqeqeq: ["error", "smart"],
    },
  },
  {
    // Names in compute and train are the program's own.
    files: ["src/**/*.ts"],
    ignores: ["src/compute/**", "src/train/**", "src/explore/pages/**", "src/util/own.ts"],
    plugins: { tbfigures: { rules: { "own-lookups": ownLookups } } },
    rules: { "tbfigures/own-lookups": "error" },
  },
  {
    // The engine may choose their last bits, and committed numbers and trained weights must not depend on it. Where code is
    // laid out, logarithms are those of powers of two. Pages draw on screens only.
    files: ["src/**/*.ts"],
    ignores: [
      "src/compute/graph/{optimizers,simplify}.ts",
      "src/compute/backends/cuda/**",
      "src/explore/pages/**",
    ],
    rules: {
      "no-restricted-properties": [
        "error",
        ...[
          "exp",
          "expm1",
          "log",
          "log1p",
          "log2",
          "log10",
          "pow",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
        ]
          .concat(["atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "cbrt"])
          .map((property) => ({
            object: "Math",
            property,
            message: "Its last bits depend on the JavaScript engine: take util/exactMath.ts.",
          })),
      ],
      "no-restricted-syntax": ["error", power],
    },
  },
  {
    // Lists here are as long as somebody's logs, tables and figures are.
    files: ["src/**/*.ts"],
    ignores: ["src/compute/**", "src/train/**", "src/plot/layout/**", "src/explore/pages/**"],
    rules: { "no-restricted-syntax": ["error", power, ...longArguments] },
  },
);
