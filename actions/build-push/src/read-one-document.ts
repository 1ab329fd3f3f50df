import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import { type Parsed, type Problem, parsed, problemAt, refused } from '../../../lib/core/problem.ts';
import type { SourceValue } from '../../../lib/core/source-value.ts';
import { checkShape } from '../../../lib/document-shape.ts';
import type { z } from 'zod';

/** Reads a file of one document: its YAML, then its shape, then its values, each with all mistakes together. */
export function readOneDocument<T>(
  { file, text }: { readonly file: string; readonly text: string },
  shape: z.ZodType,
  read: (document: SourceValue, problems: Problem[]) => T,
): Parsed<T> {
  const { documents, problems } = readYaml(file, text);
  if (problems.length > 0) return refused(problems);
  const [document, second] = documents;
  if (document === undefined) {
    return refused([problemAt({ file, line: 1, column: 1 }, 'the file is empty', 'Give one document.')]);
  }
  if (second !== undefined) {
    return refused([problemAt(second.place, 'there is a second document', 'Give one document.')]);
  }
  const checked = checkShape(shape, document);
  if (!checked.ok) return refused(checked.problems);
  const mistakes: Problem[] = [];
  const value = read(document, mistakes);
  return mistakes.length > 0 ? refused(mistakes) : parsed(value);
}
