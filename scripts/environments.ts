// What the environment files say:
//   npm run environments -- check               every mistake of every file, at its line
//   npm run environments -- matrix [NAME...]    the matrix of a workflow, in the order of the chain
//   npm run environments -- show [NAME...]      each value of a file, with the input that it gives
import { parseArgs } from 'node:util';
import { matrix } from '../actions/environments/src/core/matrix.ts';
import { sound } from '../actions/environments/src/environments.ts';
import { readEnvironments } from '../lib/adapters/environment-file.ts';
import { suggest } from '../lib/adapters/suggest.ts';
import type { EnvironmentDocument } from '../lib/core/environment-document.ts';
import { orThrow, ProblemsFound } from '../lib/core/problem.ts';
import { runAction } from '../lib/run-action.ts';
import { misunderstood } from './environments/misunderstood.ts';
import { showEnvironment } from './environments/show-environment.ts';

type Documents = readonly EnvironmentDocument[];
/** The lines that it prints. */
type Command = (
  documents: Documents,
  names: readonly string[],
) => readonly string[] | Promise<readonly string[]>;

const COMMANDS = new Map<string, Command>([
  ['check', check],
  ['matrix', printMatrix],
  ['show', show],
]);

await runAction(async () => {
  const [name = '', ...names] = parseArgs({ allowPositionals: true }).positionals;
  const command = COMMANDS.get(name) ?? refuse(name);
  const documents = sound(await readEnvironments(process.cwd()));
  console.log((await command(documents, names)).join('\n'));
});

function refuse(name: string): never {
  const fix = `Give ${suggest(name, COMMANDS.keys()) ?? 'check, matrix or show'}.`;
  throw new ProblemsFound([{ where: 'environments', what: `there is no command "${name}"`, fix }]);
}

async function check(documents: Documents): Promise<string[]> {
  const problems = await misunderstood(documents.map(({ name }) => name));
  if (problems.length > 0) throw new ProblemsFound(problems);
  return [`${String(documents.length)} environments without a mistake`];
}

function printMatrix(documents: Documents, names: readonly string[]): string[] {
  return [JSON.stringify({ include: orThrow(matrix(documents, names, suggest)) }, null, 2)];
}

function show(documents: Documents, names: readonly string[]): string[] {
  const chosen = orThrow(matrix(documents, names, suggest)).map(({ environment }) => environment);
  return documents.filter(({ name }) => chosen.includes(name)).flatMap(showEnvironment);
}
