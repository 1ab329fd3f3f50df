import ts from 'typescript';

/** A piece of a source, by its positions, and what is put in its place. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** The mistakes that people make with such a piece of code. */
export function editsOf(node: ts.Node, tree: ts.SourceFile): Edit[] {
  const replace = (each: ts.Node, by: string): Edit => ({ from: each.getStart(tree), to: each.end, by });
  return replacements(node).map(([each, by]) => replace(each, by));
}

type Replacement = readonly [ts.Node, string];

function replacements(node: ts.Node): Replacement[] {
  if (ts.isBinaryExpression(node)) return [...otherOperators(node), ...loneOperands(node)];
  if (ts.isIfStatement(node)) return [...fixed(node.expression), ...dropped(node)];
  if (ts.isConditionalExpression(node)) return fixed(node.condition);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((each) => [each, '...[]']);
  if (ts.isCallExpression(node)) return otherCalls(node);
  if (ts.isExpressionStatement(node)) return [[node, ';']];
  return otherValues(node);
}

function otherValues(node: ts.Node): Replacement[] {
  if (ts.isNumericLiteral(node)) return [[node, String(Number(node.text) + 1)]];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [[node, node.operand.getText()]];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, 'false']];
  return node.kind === ts.SyntaxKind.FalseKeyword ? [[node, 'true']] : [];
}

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
};

function otherOperators({ left, operatorToken, right }: ts.BinaryExpression): Replacement[] {
  const operator = operatorToken.getText();
  // Texts are added to each other and to nothing else.
  const isText = [left, right].some((each) => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each));
  return operator === '+' && isText ? [] : (OTHERS[operator] ?? []).map((by) => [operatorToken, by]);
}

/** One of two conditions forgotten. */
function loneOperands(node: ts.BinaryExpression): Replacement[] {
  const isLogical = ['&&', '||', '??'].includes(node.operatorToken.getText());
  return isLogical ? [node.left, node.right].map((each) => [node, `(${each.getText()})`]) : [];
}

const fixed = (condition: ts.Expression): Replacement[] => ['true', 'false'].map((by) => [condition, by]);

/** A guard forgotten. */
const dropped = (node: ts.IfStatement): Replacement[] => (node.elseStatement ? [] : [[node, '']]);

const OTHER_CALLS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  max: 'min',
  min: 'max',
  add: 'delete',
};

/** What a chain goes through and could go without. */
const SKIPPED = new Set(['filter', 'sort', 'toSorted', 'slice', 'trim']);

function otherCalls(node: ts.CallExpression): Replacement[] {
  if (!ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  const other = OTHER_CALLS[name.text];
  const renamed: Replacement[] = other === undefined ? [] : [[name, other]];
  return SKIPPED.has(name.text) ? [...renamed, [node, expression.getText()]] : renamed;
}
