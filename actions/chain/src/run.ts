import type { Runner } from '../../../lib/adapters/runner.ts';
import { orThrow, type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { type ChainInputs, INPUT_NAMES, readChainInputs, type Result } from './core/inputs.ts';
import { judgeCommit, type Verdict } from './core/judge-commit.ts';
import { workflowOf } from './core/workflow-ref.ts';
import type { Ports } from './ports.ts';

/** One decision of a workflow. */
export async function run(runner: Runner, ports: Ports): Promise<void> {
  const raw = Object.fromEntries(INPUT_NAMES.map((name) => [name, runner.input(name)]));
  const inputs = orThrow(readChainInputs(raw));
  switch (inputs.command) {
    case 'preview':
      return preview(inputs, runner, ports);
    case 'begin':
      return begin(inputs, runner, ports);
    case 'finish':
      return finish(inputs, ports);
    case 'continue':
      return goOn(inputs, runner, ports);
  }
}

type Asked<Command extends ChainInputs['command']> = Extract<ChainInputs, { command: Command }>;

/** Which run showed the plan of the pull request that became this commit. It is told only: what is approved is the plan. */
async function preview(asked: Asked<'preview'>, runner: Runner, ports: Ports): Promise<void> {
  const shown = await ports.turns(asked.token).runThatShowed(ports.commit, `topic-plan-${asked.environment}`);
  if (shown.kind === 'refused')
    runner.warning(`the plan of the pull request is not looked for: ${shown.because}`);
  runner.setOutput('run', shown.kind === 'known' && shown.run !== null ? String(shown.run) : '');
}

async function begin(asked: Asked<'begin'>, runner: Runner, ports: Ports): Promise<void> {
  const { environment, token } = asked;
  const verdict = await judge(asked, ports);
  runner.info(`${ports.commit}: ${verdict.because}`);
  runner.setOutput('turn', '');
  runner.setOutput('status', verdict.kind === 'go' ? 'begun' : 'stale');
  if (verdict.kind === 'stale') {
    const fix = 'Approve the newer run. To go back on purpose, run this one with allow-older.';
    throw new ProblemsFound([{ where: environment, what: verdict.because, fix }]);
  }
  const begun = await ports.turns(token).begin(environment, ports.commit);
  if (begun.kind === 'refused') throw new ProblemsFound([unseen(begun.because)]);
  runner.setOutput('turn', String(begun.turn));
}

/** What cannot be read could be newer. */
async function judge({ environment, token, allowOlder }: Asked<'begin'>, ports: Ports): Promise<Verdict> {
  const last = await ports.turns(token).last(environment);
  if (last.kind === 'refused') throw new ProblemsFound([unseen(last.because)]);
  if (last.commit === null) return { kind: 'go', because: `nothing was deployed to ${environment} before` };
  if (allowOlder) return { kind: 'go', because: `allow-older is given, after ${last.commit}` };
  return judgeCommit(last.commit, await ports.ancestryOf(last.commit));
}

const unseen = (because: string): Problem => ({
  where: 'the deployments of the repository',
  what: because,
  fix: 'Give the job the permission deployments: write; nothing is deployed over what cannot be seen.',
});

const STATES = { success: 'success', failure: 'failure', cancelled: 'error' } as const satisfies Record<
  Result,
  string
>;

async function finish({ turn, result, token }: Asked<'finish'>, ports: Ports): Promise<void> {
  const kept = await ports.turns(token).finish(turn, STATES[result]);
  if (kept.kind === 'refused') throw new ProblemsFound([unseen(kept.because)]);
}

/** What the run that goes on has to be told; a workflow that is started by hand has to declare them. */
const NEEDED: readonly string[] = ['environment', 'dry-run'];

/**
 * GitHub refuses inputs that are not declared. A workflow that calls ours says by itself what it declares no input for, and
 * does so again.
 */
async function goOn(asked: Asked<'continue'>, runner: Runner, ports: Ports): Promise<void> {
  const { file, ref } = orThrow(workflowOf(ports.workflowRef));
  const known = new Set([...NEEDED, ...ports.declared]);
  const inputs = Object.fromEntries(Object.entries(asked.inputs).filter(([name]) => known.has(name)));
  const started = await ports.turns(asked.token).startWorkflow(file, ref, inputs);
  if (started.kind === 'refused') {
    const fix = `Give the job the permission actions: write, and the workflow the inputs ${NEEDED.join(' and ')}; or start it by hand.`;
    throw new ProblemsFound([{ where: file, what: started.because, fix }]);
  }
  runner.info(`${file} goes on with ${JSON.stringify(inputs)}`);
}
