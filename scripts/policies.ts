// Policies of IAM for the roles that the environment files name:
//   npm run policies -- render [--check]   writes policies/, or with --check fails when a file is stale
//   npm run policies -- check [files]      says what is wrong in policies, also in those that somebody else wrote
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeProblem, ProblemsFound } from '../lib/core/problem.ts';
import { checkFiles } from './policies/check-files.ts';
import { renderPolicies } from './policies/render-command.ts';

const USAGE = 'npm run policies -- render [--check] | check [files]';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const [command, ...files] = positionals;
try {
  if (command === 'render' && files.length === 0) await render(values.check ?? false);
  else if (command === 'check') await check(files.length > 0 ? files : ['policies/*/*.json']);
  else throw new ProblemsFound([{ where: 'policies', what: 'it does not know this', fix: `Give ${USAGE}.` }]);
} catch (error) {
  if (!(error instanceof ProblemsFound)) throw error;
  for (const problem of error.problems) console.error(describeProblem(problem));
  process.exitCode = 1;
}

async function render(check: boolean): Promise<void> {
  const { stale } = await renderPolicies(process.cwd(), check);
  for (const file of stale)
    console.log(check ? `${file} is stale. Run: npm run policies -- render` : `wrote ${file}`);
  console.log(`${String(stale.length)} policies ${check ? 'are stale' : 'written'}`);
  if (check && stale.length > 0) process.exitCode = 1;
}

async function check(patterns: readonly string[]): Promise<void> {
  const { files, problems } = await checkFiles(process.cwd(), patterns);
  for (const problem of problems) console.error(describeProblem(problem));
  console.log(`${String(files)} policies, ${String(problems.length)} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
