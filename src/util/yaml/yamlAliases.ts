import { type Alias, type Document, isAlias, isCollection, isNode, isPair, visit } from "yaml";
import { didYouMean } from "../text/didYouMean.js";

/** More values than any file holds that people write. */
const mostValues = 100_000;

/** What is wrong with an alias (`*name`), and where in the text. */
export interface AliasComplaint {
  readonly offset: number;
  readonly message: string;
}

/**
 * What keeps the aliases of a document from being replaced by what they stand for: no anchor of that
 * name above them, an anchor that they are themselves part of, or more values than fit into memory.
 */
export function aliasComplaints(document: Document): AliasComplaint[] {
  const aliases: Alias[] = [];
  const complaints: AliasComplaint[] = [];
  const anchors: string[] = [];
  const complain = (alias: Alias, message: string): void =>
    void complaints.push({ offset: alias.range?.[0] ?? 0, message });
  visit(document, {
    Node(_, node, ancestors) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.push(node.anchor);
        return;
      }
      const { source } = node;
      const target = node.resolve(document);
      if (target === undefined) {
        const near = didYouMean(source, anchors);
        complain(node, `there is no anchor "&${source}" above the alias "*${source}".${near}`);
      } else if (ancestors.includes(target)) {
        complain(node, `the alias "*${source}" is part of what its anchor stands for.`);
      } else aliases.push(node);
    },
  });
  if (complaints.length > 0) return complaints;
  const sizes = new Map<unknown, number>();
  const large = aliases.find((alias) => sizeOf(alias, document, sizes) > mostValues);
  const [first] = aliases;
  if (large !== undefined) {
    complain(large, `the alias "*${large.source}" stands for more than 100,000 values.`);
  } else if (first !== undefined && sizeOf(document.contents, document, sizes) > mostValues) {
    complain(first, "with its aliases the file holds more than 100,000 values.");
  }
  return complaints;
}

/** How many values a node is when its aliases are replaced. */
function sizeOf(node: unknown, document: Document, sizes: Map<unknown, number>): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (isAlias(node)) size = sizeOf(node.resolve(document), document, sizes);
  else if (isPair(node)) {
    size = sizeOf(node.key, document, sizes) + sizeOf(node.value, document, sizes);
  } else if (isCollection(node)) {
    for (const item of node.items) size += sizeOf(item, document, sizes);
  }
  if (isNode(node)) sizes.set(node, size);
  return size;
}
