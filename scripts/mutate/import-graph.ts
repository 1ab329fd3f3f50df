import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What Node.js leaves of a file when it strips the types. */
const AS_IT_RUNS = {
  verbatimModuleSyntax: true,
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ESNext,
};

/** Who imports whom when a program runs: an import of types alone is none. */
export class ImportGraph {
  readonly #direct = new Map<string, readonly string[]>();

  /** Whether a file is the other one, or loads it, be it by way of others. Paths are absolute. */
  reaches(from: string, file: string, seen = new Set<string>()): boolean {
    if (from === file) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return this.#importsOf(from).some((each) => this.reaches(each, file, seen));
  }

  #importsOf(file: string): readonly string[] {
    const known = this.#direct.get(file);
    if (known !== undefined) return known;
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: AS_IT_RUNS });
    const { importedFiles } = ts.preProcessFile(outputText);
    const found = importedFiles
      .filter(({ fileName }) => fileName.startsWith('.') && fileName.endsWith('.ts'))
      .map(({ fileName }) => path.resolve(path.dirname(file), fileName));
    this.#direct.set(file, found);
    return found;
  }
}
