import ts from 'typescript';
import { parseText, type Source } from './sources.js';

const kind = 'send-(?:command-structured|command|config)';
const isKind = new RegExp(`^${kind}$`);
const luaComparison = new RegExp(`(?:[=~]=\\s*(['"])${kind}\\1|(['"])${kind}\\2\\s*[=~]=)`);

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/**
 * Comparisons with the name of a job kind in a source, one sentence each: in an expression, a case label, or
 * the text of a Lua script. The table of job kinds has a column for each difference between kinds.
 */
export function findKindComparisons({
  path,
  isTest,
  text,
}: Pick<Source, 'path' | 'isTest' | 'text'>): readonly string[] {
  if (isTest) return [];
  const file = parseText(path, text);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isComparison(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      faults.push(`${path}:${line + 1} compares with the name of a job kind`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

function isComparison(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node))
    return comparisons.has(node.operatorToken.kind) && (isKindName(node.left) || isKindName(node.right));
  if (ts.isCaseClause(node)) return isKindName(node.expression);
  return isText(node) && luaComparison.test(node.text);
}

function isKindName(node: ts.Expression): boolean {
  const value = ts.isAsExpression(node) || ts.isParenthesizedExpression(node) ? node.expression : node;
  return ts.isStringLiteralLike(value) && isKind.test(value.text);
}

/** A literal that may be a Lua script or a part of one. */
function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateLiteralToken {
  return ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node);
}
