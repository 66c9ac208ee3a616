import * as z from "zod";
import { readFile } from "node:fs/promises";
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import { largest } from "../lists/longLists.js";
import { own } from "../own.js";
import { didYouMean } from "../text/didYouMean.js";
import { UserError } from "../userError.js";
import { type FieldLines, fieldLines } from "./fieldLines.js";
import { aliasComplaints } from "./yamlAliases.js";

/**
 * Reads a YAML file and validates it.
 *
 * @throws {UserError} naming file, line, field, what was expected and the nearest valid name
 */
export async function readYamlFile<T extends z.ZodType>(
  path: string,
  schema: T,
): Promise<z.output<T>> {
  return parseYaml(await readText(path), path, schema);
}

/** The text of a file; throws a {@link UserError} when it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${(error as Error).message}.`, 1, { cause: error });
  }
}

/**
 * Parses and validates YAML text; `path` is named in errors.
 *
 * @throws {UserError} like {@link readYamlFile}
 */
export function parseYaml<T extends z.ZodType>(text: string, path: string, schema: T): z.output<T> {
  return yamlDocument(text, path).validate(schema);
}

/** A YAML text that was parsed, to be validated against one schema or several. */
export interface YamlDocument {
  /** Whether it is a mapping with a field of this name. */
  has(field: string): boolean;
  /** On which line each field stands. */
  readonly lines: FieldLines;
  /**
   * @param complete adds what other files say to what stands in this one, before it is validated
   * @throws {UserError} like {@link readYamlFile}
   */
  validate<T extends z.ZodType>(schema: T, complete?: (content: unknown) => unknown): z.output<T>;
}

/** Faults of a file that is no YAML that a message lists. */
const mostFaults = 5;
/** And of one that is YAML, but not as expected. */
const mostComplaints = 20;

/** What the parser says, without pages of the text that it stumbled over. */
const shortened = (message: string): string =>
  message.length <= 200 ? message : `${message.slice(0, 200)} …`;

/**
 * Parses YAML text; `path` is named in errors.
 *
 * @throws {UserError} when it is no YAML, naming file, line and column, and when its aliases cannot be
 *   followed
 */
export function yamlDocument(text: string, path: string): YamlDocument {
  const lines = new LineCounter();
  const at = (offset: number): string => `${path}:${lines.linePos(offset).line}`;
  const document = notTooDeep(path, () =>
    // A mapping as a key becomes its text, which is then no known field: that is said without a warning of Node.
    parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" }),
  );
  if (document.errors.length > 0) {
    // One slip of indentation makes a fault of each line after it.
    const complaints = document.errors.slice(0, mostFaults).map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      if (/call stack/.test(error.message)) return `${path}:${line}:${col}: ${tooDeep}`;
      return `${path}:${line}:${col}: ${shortened(error.message)}.`;
    });
    const more = document.errors.length - complaints.length;
    if (more > 0) complaints.push(`${more} more faults follow from there on.`);
    throw new UserError(complaints.join("\n"));
  }
  const content: unknown = notTooDeep(path, () => {
    const complaints = aliasComplaints(document).map(
      ({ offset, message }) => `${at(offset)}: ${message}`,
    );
    if (complaints.length > 0) throw new UserError(complaints.join("\n"));
    return document.toJS({ maxAliasCount: -1 }) as unknown;
  });
  return {
    get lines() {
      return fieldLines(document, lines);
    },
    has: (field) => isMap(document.contents) && document.contents.has(field),
    validate(schema, complete = (own) => own) {
      const parsed = notTooDeep(path, () =>
        // A file is validated once or twice: to compile functions for its schema takes longer than they save.
        schema.safeParse(complete(content), { reportInput: true, jitless: true }),
      );
      if (parsed.success) return parsed.data;
      const complaints = parsed.error.issues.flatMap(innermost).map((issue) => {
        const place =
          issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue.path;
        return `${at(offsetOf(document, place))}: ${describe(issue, schema)}`;
      });
      const distinct = [...new Set(complaints)];
      const more = distinct.length - mostComplaints;
      const shown = distinct.slice(0, mostComplaints);
      if (more > 0) shown.push(`${more} more complaints of this kind follow.`);
      throw new UserError(shown.join("\n"));
    },
  };
}

/** Lists within lists without end exhaust the stack of whatever walks through them. */
function notTooDeep<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`${path}: ${tooDeep}`, 1, { cause: error });
  }
}

const tooDeep = "lists and mappings are nested too deeply.";

type Issue = z.core.$ZodIssue;

/** Of a union that no branch satisfies, the complaints of the branch that came furthest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((branch) =>
    branch.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] })),
  );
  const depth = (branch: Issue[]) => largest([0, ...branch.map((inner) => inner.path.length)]);
  const deepest = branches.reduce((best, next) => (depth(next) > depth(best) ? next : best));
  return depth(deepest) > issue.path.length ? deepest : branches.flat();
}

function describe(issue: Issue, schema: z.ZodType): string {
  const field = formatPath(issue.path);
  const place = field === "" ? "" : `"${field}": `;
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined && issue.message.includes("undefined")
        ? `${place}is missing; expected ${article(issue.expected)}.`
        : `${place}expected ${article(issue.expected)}. ${issue.message}.`;
    case "invalid_value": {
      const known = issue.values.map(String);
      const input = typeof issue.input === "string" ? issue.input : undefined;
      const near = input === undefined ? "" : didYouMean(input, known);
      return `${place}expected one of ${known.map((name) => `"${name}"`).join(", ")}.${near}`;
    }
    case "unrecognized_keys": {
      const known = keysAt(schema, issue.path);
      return issue.keys
        .map((key) => {
          const near = didYouMean(key, known);
          const expected = known.length > 0 ? ` Expected one of: ${known.join(", ")}.` : "";
          return `unknown field "${formatPath([...issue.path, key])}".${near || expected}`;
        })
        .join(" ");
    }
    default:
      return `${place}${issue.message}${issue.message.endsWith(".") ? "" : "."}`;
  }
}

const article = (kind: string): string =>
  `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind === "record" || kind === "object" ? "mapping" : kind === "array" ? "list" : kind}`.replace(
    /^an (mapping|list)/,
    "a $1",
  );

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`,
    )
    .join("");
}

/** The offset in the text of the deepest node that exists on the way to `path`. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const part of path) {
    if (isNode(node) && node.range) offset = node.range[0];
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (pair === undefined) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else {
      node = (node as { items?: unknown[] } | undefined)?.items?.[part as number];
      if (isNode(node) && node.range) offset = node.range[0];
    }
  }
  return offset;
}

/** The names that a mapping at `path` may have, as far as the schema lists them. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const here = unwrap(schema);
  if (here instanceof z.ZodUnion) {
    return (here.options as z.ZodType[]).flatMap((option) => keysAt(option, path));
  }
  const [first, ...rest] = path;
  if (here instanceof z.ZodObject) {
    const shape = here.shape as Record<string, z.ZodType>;
    if (first === undefined) return Object.keys(shape);
    const next = own(shape, String(first));
    return next ? keysAt(next, rest) : [];
  }
  if (first === undefined) return [];
  if (here instanceof z.ZodArray) return keysAt(here.element as z.ZodType, rest);
  if (here instanceof z.ZodRecord) return keysAt(here.valueType as z.ZodType, rest);
  return [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  ) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in as z.ZodType) : schema;
}
