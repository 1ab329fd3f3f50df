import ts from 'typescript';
import { editsOf } from './edits-of.ts';

/** A source file with one small mistake in it. */
export interface Mutant {
  readonly file: string;
  /** Where the mistake begins, from 1 on. */
  readonly line: number;
  /** The lines that it touches, as they are and as they become, with single spaces: what names it in a list. */
  readonly before: string;
  readonly after: string;
  readonly source: string;
}

/** Every mistake that is tried in a file, in its order. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true);
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    for (const { from, to, by } of editsOf(node, tree)) {
      const first = source.lastIndexOf('\n', from) + 1;
      const last = (source.indexOf('\n', to) + source.length + 1) % (source.length + 1);
      const mutated = source.slice(0, from) + by + source.slice(to);
      mutants.push({
        file,
        line: tree.getLineAndCharacterOfPosition(from).line + 1,
        before: inOneLine(source.slice(first, last)),
        after: inOneLine(source.slice(first, from) + by + source.slice(to, last)),
        source: mutated,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return mutants;
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
