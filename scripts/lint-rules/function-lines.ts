import type { Rule } from 'eslint';

const MOST_LINES = 40;
const TEST_BLOCKS = new Set(['describe', 'test', 'it', 'each']);

/**
 * A function has at most 40 lines that are not blank. The callbacks of `describe`, `test` and their tables
 * are free: a suite is a list, and its length says nothing. Every other function of a test keeps the limit.
 */
export const functionLines: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      long: `This function has {{lines}} lines, ${String(MOST_LINES)} are allowed. Give a step of it a name.`,
    },
  },
  create: (context) => ({
    ':function': (node: Rule.Node) => {
      const lines = context.sourceCode.getText(node).split('\n');
      const count = lines.filter((line) => line.trim() !== '').length;
      if (count <= MOST_LINES || isTestCallback(node)) return;
      context.report({ node, messageId: 'long', data: { lines: String(count) } });
    },
  }),
};

function isTestCallback(node: Rule.Node): boolean {
  const parent = node.parent;
  return parent?.type === 'CallExpression' && TEST_BLOCKS.has(calledName(parent.callee));
}

/** The last name of what is called: `test`, or `each` of `describe.each(table)`. */
function calledName(callee: object): string {
  if (!('type' in callee)) return '';
  if ('name' in callee) return String(callee.name);
  for (const inner of ['callee', 'property', 'tag'] as const) {
    const next: unknown = Reflect.get(callee, inner);
    if (typeof next === 'object' && next !== null) return calledName(next);
  }
  return '';
}
