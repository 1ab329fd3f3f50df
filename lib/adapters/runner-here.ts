import { githubRunner } from './github-runner.ts';
import type { Runner } from './runner.ts';
import { shellRunner } from './shell-runner.ts';

export const runnerHere = (): Runner =>
  process.env['GITHUB_ACTIONS'] === 'true' ? githubRunner() : shellRunner();
