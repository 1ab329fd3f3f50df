import { type EnvironmentInputs, readLayered, withRoleOf } from '../../../lib/core/environment.ts';
import { orThrow, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import type { RawInputs } from '../../../lib/core/read-inputs.ts';
import { INPUT_NAMES, readTopicSyncInputs, type TopicSyncInputs } from './core/inputs.ts';
import type { Result } from './core/result.ts';
import type { Ports } from './ports.ts';
import { getsLintOnly, refusedCommand, refusedEvent, writes } from './core/pull-request.ts';
import { isDrifted } from './core/conclude.ts';
import { renderFailure } from './core/render-failure.ts';
import { failureReasons } from './failure-reasons.ts';
import { tellGithub, tellNoPlan } from './tell-github.ts';
import { type Outlet, publish, publishExplanations, publishLint, publishVerified } from './publish.ts';
import { publishExport } from './publish-export.ts';
import { publishPermissions } from './publish-permissions.ts';
import { recordApplied } from './record-applied.ts';
import { run } from './run.ts';
import { usualFiles } from './core/usual-files.ts';

/** The part of the runner that this action needs. */
export interface Machine extends Outlet {
  input(name: string): string;
  maskSecret(value: string): void;
  /** Why there can be no OIDC token here; undefined when there may be one. */
  tokenProblem(): Problem | undefined;
}

/** The whole action: inputs, run, result. What ends it before there is a result is in the summary, too. */
export async function topicSync(machine: Machine, ports: Ports): Promise<void> {
  try {
    await act(machine, ports);
  } catch (failure) {
    const reasons = failureReasons(failure);
    const command = machine.input('command').trim();
    if (reasons.length > 0)
      await machine.writeSummary(renderFailure(command === '' ? 'plan' : command, reasons));
    throw failure;
  }
}

async function act(machine: Machine, ports: Ports): Promise<void> {
  const { event } = ports.github;
  refuse(refusedEvent(event));
  for (const secret of SECRETS) machine.maskSecret(machine.input(secret));
  const lintOnly = getsLintOnly(event, machine.tokenProblem() === undefined);
  const given = Object.fromEntries(INPUT_NAMES.map((name) => [name, machine.input(name)]));
  const explicit: RawInputs = lintOnly ? { ...given, command: 'lint' } : given;
  const environment = withRole(await ports.readEnvironment(machine.input('environment')), explicit);
  const read = (raw: RawInputs) => readTopicSyncInputs({ ...ports.fallback, ...raw });
  const inputs = orThrow(readLayered(explicit, environment, read));
  refuse(refusedCommand(event, inputs.command));
  const telling = { github: ports.github, outlet: machine };
  const usual = usualFiles(environment.inputs);
  const done = await run(inputs, ports).catch(async (failure: unknown) => {
    await tellNoPlan(failure, inputs, telling);
    throw failure;
  });
  switch (done.kind) {
    case 'linted':
      await publishLint(done.loaded, machine, lintOnly ? FORK : '');
      break;
    case 'explained':
      await publishExplanations(done.explanations, machine);
      break;
    case 'exported':
      await publishExport(done.exported, machine);
      break;
    case 'permitted':
      await publishPermissions(done.permissions, machine, ports.saveFile);
      break;
    case 'verified':
      await publishVerified(done.verified, machine);
      break;
    case 'synced':
      await publish(done.result, machine, ports.saveFile);
      failOnDrift(done.result, inputs, machine);
      await recordApplied(done.result, inputs, { ports, outlet: machine, usual });
      await tellGithub(done.result, inputs, telling);
  }
}

const SECRETS = ['github-token', 'sasl-password', 'ssl-key'];

const FORK =
  'This pull request comes from a fork, so this job has no token to look at the cluster with: the files were checked, ' +
  'and nothing was planned.';

function failOnDrift(result: Result, { github }: TopicSyncInputs, outlet: Outlet): void {
  if (github.failOnDrift && result.command === 'drift' && isDrifted(result))
    outlet.setFailed(`The topics drifted: ${result.because}.`);
}

/** A job that plans for a pull request gets no role that may change anything. */
const withRole = (environment: EnvironmentInputs, { command }: RawInputs): EnvironmentInputs =>
  withRoleOf([writes(command) ? 'topics-apply-role' : 'topics-plan-role', 'topics-role'], environment);

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemsFound(problems);
}
