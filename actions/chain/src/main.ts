import { cwd, env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ancestryOf } from '../../../lib/adapters/git-ancestry.ts';
import { declaredInputs } from '../../../lib/adapters/github-run.ts';
import { githubTurns } from '../../../lib/adapters/github-turns.ts';
import { runAction } from '../../../lib/run-action.ts';
import { run } from './run.ts';

const clock = { now: () => Date.now(), sleep: (milliseconds: number) => sleep(milliseconds) };
const workspace = env['GITHUB_WORKSPACE'] ?? cwd();

await runAction((runner) =>
  run(runner, {
    ancestryOf: (commit) => ancestryOf(workspace, commit),
    turns: (token) => githubTurns(token, clock),
    commit: env['GITHUB_SHA'] ?? '',
    workflowRef: env['GITHUB_WORKFLOW_REF'] ?? '',
    declared: declaredInputs(),
  }),
);
