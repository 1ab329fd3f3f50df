// A release, part by part. Each checks everything first, says all that is wrong together, and does nothing then.
//
//   npm run release -- prepare v1.2.3    version, changelog and bundles, for a pull request to main
//   npm run release -- tag v1.2.3        a maintainer, at the tip of main: signs the tag and pushes it
//   npm run release -- files v1.2.3      the workflow, at the tag: writes release/notes.md and release/bundles.sha256
//   npm run release -- publish v1.2.3    the workflow: a draft with the files of release/, published, then moves v1
//
// --dry-run       checks, and prints the steps instead of making them; without a part those of all parts that are left
// --folder DIR    instead of release/; every file in it but notes.md hangs on the release
//
// `publish` needs `gh` with GH_TOKEN (contents: write), a checkout with `fetch-depth: 0`, and may be run again: it goes on
// where it ended. docs/releasing.md tells the whole.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeProblem } from '../lib/core/problem.ts';
import type { ReleaseFacts } from './release/facts.ts';
import { observeGithub } from './release/observe-github.ts';
import { observeRepository } from './release/observe-repository.ts';
import { type Phase, PHASES, phasesLeft, PROVES_BUNDLES } from './release/phase.ts';
import { refusals } from './release/refusals.ts';
import { NOTES, releaseSteps } from './release/release-steps.ts';
import { parseVersion, type ReleaseVersion } from './release/release-version.ts';
import { staleBundles } from './release/stale-bundles.ts';
import { describeStep, type Step } from './release/step.ts';
import { runCommand } from './run-command.ts';

const root = process.cwd();
const { values, positionals } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false }, folder: { type: 'string', default: 'release' } },
  allowPositionals: true,
});
const phase = PHASES.find((one) => positionals.includes(one));
const version = positionals.map(parseVersion).find((one) => one !== undefined);
process.exitCode = version === undefined ? usage() : await release(version);

function usage(): number {
  console.error(`Usage: npm run release -- ${PHASES.join('|')} v1.2.3 [--dry-run] [--folder DIR]`);
  return 2;
}

async function release(wanted: ReleaseVersion): Promise<number> {
  const repository = observeRepository(root, wanted);
  const left = phase === undefined ? phasesLeft(wanted, repository) : [phase];
  const [next = 'publish'] = left;
  if (phase === undefined && !values['dry-run']) return usage();
  const facts: ReleaseFacts = {
    repository,
    github: await observeGithub(root, wanted, repository),
    today: new Date().toISOString().slice(0, 'yyyy-mm-dd'.length),
    folder: values.folder,
    assets: assetsIn(values.folder),
    staleBundles: PROVES_BUNDLES.includes(next) ? await staleBundles(root) : undefined,
  };
  if (!values['dry-run']) return await make(next, wanted, facts);
  left.forEach((one) => {
    console.log([`${one}:`, ...releaseSteps(one, wanted, facts).map(describeStep)].join('\n  would '));
  });
  return tell(next, wanted, facts);
}

/** Says what forbids this part; 1 when something does. */
function tell(one: Phase, wanted: ReleaseVersion, facts: ReleaseFacts): number {
  const found = refusals(one, wanted, facts);
  for (const problem of found) console.error(describeProblem(problem));
  console.log(
    `${one}: ${found.length === 0 ? 'nothing forbids it' : `${String(found.length)} reasons not to`}`,
  );
  return found.length === 0 ? 0 : 1;
}

async function make(one: Phase, wanted: ReleaseVersion, facts: ReleaseFacts): Promise<number> {
  if (tell(one, wanted, facts) > 0) return 1;
  for (const step of releaseSteps(one, wanted, facts)) {
    console.log(describeStep(step));
    const failure = await failureOf(step);
    if (failure === undefined) continue;
    console.error(`${failure}\nWhat came before it is made. Run the same again when that is mended.`);
    return 1;
  }
  return 0;
}

async function failureOf(step: Step): Promise<string | undefined> {
  if (step.kind === 'write') {
    const file = path.join(root, step.file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, step.text);
    return undefined;
  }
  const { code, output } = await runCommand(step.command, { cwd: root });
  process.stdout.write(output);
  if (code !== 0) return `It ended with ${String(code)}.`;
  const wrong = step.prints !== undefined && output.trim() !== step.prints;
  return wrong ? `It printed ${output.trim()}, and not ${step.prints}.` : undefined;
}

function assetsIn(folder: string): string[] {
  const full = path.resolve(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full)
    .filter((file) => file !== NOTES)
    .sort()
    .map((file) => path.join(folder, file));
}
