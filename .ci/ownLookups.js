import ts from "typescript";

/**
 * A lint rule: records are not looked up by texts that anybody may choose. Objects have names that nobody gave them
 * (constructor, toString, __proto__), and names of tags, facts, labels and columns are the user's.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const ownLookups = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      read: "Look names up by own(record, name): objects have properties that nobody gave them.",
      write:
        "Set names by setOwn(record, name, value): to __proto__ an assignment does something else.",
      within: "Ask Object.hasOwn(record, name): `in` finds properties that nobody gave an object.",
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const partsOf = (node) => {
      const type = checker.getTypeAtLocation(services.esTreeNodeToTSNodeMap.get(node));
      return type.isUnion() ? type.types : [type];
    };
    const isAnyText = (node) => partsOf(node).some(({ flags }) => flags & ts.TypeFlags.String);
    const isRecord = (node) =>
      partsOf(node).some((type) => type.getStringIndexType() !== undefined);
    return {
      MemberExpression(node) {
        if (!node.computed || !isAnyText(node.property) || !isRecord(node.object)) return;
        const { parent } = node;
        const isWritten = parent.type === "AssignmentExpression" && parent.left === node;
        context.report({ node, messageId: isWritten ? "write" : "read" });
      },
      BinaryExpression(node) {
        if (node.operator === "in" && node.left.type !== "Literal" && isAnyText(node.left)) {
          context.report({ node, messageId: "within" });
        }
      },
    };
  },
};
