import { readEnvironment } from '../../../lib/adapters/environment-file.ts';
import { openLogFile } from '../../../lib/adapters/log-file.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { type EnvironmentInputs, readLayered } from '../../../lib/core/environment.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import { orThrow, ProblemsFound } from '../../../lib/core/problem.ts';
import { INPUT_NAMES, readRebootInputs, type RebootInputs, SECRET_INPUTS } from './inputs.ts';

/** What the machine that runs the action gives: the inputs over those of the environment, and its own variables. */
export async function givenInputs(runner: Runner): Promise<RebootInputs> {
  for (const name of SECRET_INPUTS) runner.maskSecret(runner.input(name));
  const explicit = Object.fromEntries(INPUT_NAMES.map((name) => [name, runner.input(name)]));
  const fallback = { 'aws-region': process.env['AWS_REGION'] };
  const folder = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const environment = withoutJobsRole(await readEnvironment(explicit['environment'], folder), runner);
  const inputs = orThrow(
    readLayered(withoutCron(held(explicit, environment, runner), environment, runner), environment, (raw) =>
      readRebootInputs({ ...fallback, ...raw }),
    ),
  );
  if (inputs.logFile !== '') runner.copyLines(orThrow(openLogFile(inputs.logFile, folder)));
  const noToken = inputs.aws.role === undefined ? undefined : runner.tokenProblem();
  if (noToken !== undefined) throw new ProblemsFound([noToken]);
  return inputs;
}

/** A workflow that calls by the clock says `dry-run: false` for all environments: one that only wants plans gets no more. */
function held(explicit: RawInputs, { inputs }: EnvironmentInputs, runner: Runner): RawInputs {
  if (inputs['dry-run'] !== 'true' || explicit['dry-run']?.trim() !== 'false') return explicit;
  runner.info('spec.reboot.dryRun of the environment is true, which the input dry-run: false does not lift');
  return { ...explicit, 'dry-run': '' };
}

/** A feature that is off is evaluated and reported, whatever the inputs say, and nothing is restarted. */
function withoutCron(explicit: RawInputs, { off }: EnvironmentInputs, runner: Runner): RawInputs {
  if (process.env['GITHUB_EVENT_NAME'] !== 'schedule' || !off.has('rebootCron')) return explicit;
  runner.info('features.rebootCron is off: this scheduled run is a dry run');
  return { ...explicit, 'dry-run': 'true' };
}

/** The role that an environment gives is for jobs on GitHub: a laptop and a pod bring credentials of their own. */
function withoutJobsRole(environment: EnvironmentInputs, runner: Runner): EnvironmentInputs {
  const { 'role-to-assume': role, ...others } = environment.inputs;
  if (runner.onGithub || role === undefined || runner.input('role-to-assume') !== '') return environment;
  runner.info(
    `outside GitHub ${role} is not assumed: the credentials come from the default chain of the AWS SDK`,
  );
  return { ...environment, inputs: others };
}
