import ts from 'typescript';

/** Stands for whatever is put into a text when the program runs. */
export const HOLE = '…';

/** Every text that is written out in a source, with a hole for each value in it; texts joined by + are one. */
export function sourceTexts(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text === undefined) ts.forEachChild(node, visit);
    else {
      found.push(text);
      forEachValue(node, visit);
    }
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest));
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE);
  if (!isSum(node)) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? HOLE}${right ?? HOLE}`;
}

const isSum = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** The values that fill the holes of a text may hold texts themselves. */
function forEachValue(node: ts.Node, visit: (value: ts.Node) => void): void {
  if (ts.isTemplateExpression(node)) for (const { expression } of node.templateSpans) visit(expression);
  if (!isSum(node)) return;
  for (const side of [node.left, node.right])
    if (textOf(side) === undefined) visit(side);
    else forEachValue(side, visit);
}
