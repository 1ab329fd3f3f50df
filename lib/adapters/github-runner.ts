import * as core from '@actions/core';
import type { Place, Problem } from '../core/problem.ts';
import { LogLines } from './log-lines.ts';
import type { Runner } from './runner.ts';

/** A job on GitHub. It masks secrets in its log by itself; what is copied elsewhere is masked here. */
export function githubRunner(): Runner {
  const lines = new LogLines();
  const maskSecret = (value: string): void => {
    if (value === '') return;
    core.setSecret(value);
    lines.hide(value);
  };
  return {
    onGithub: true,
    input: (name) => core.getInput(name),
    info: (line) => {
      core.info(lines.info(line));
    },
    warning: (line, place) => {
      core.warning(lines.annotation('warning', line, place), annotation(place));
    },
    error: (line, place) => {
      core.error(lines.annotation('error', line, place), annotation(place));
    },
    copyLines: (sink) => {
      lines.copyTo(sink);
    },
    setOutput: core.setOutput,
    writeSummary,
    maskSecret,
    setFailed: (message) => {
      core.setFailed(lines.annotation('error', message));
    },
    saveState: core.saveState,
    savedState: (name) => core.getState(name),
    tokenProblem: () =>
      (process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '' ? NO_PERMISSION : undefined,
    idToken: async (audience) => {
      const token = await core.getIDToken(audience);
      maskSecret(token);
      return token;
    },
  };
}

async function writeSummary(markdown: string): Promise<void> {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return;
  await core.summary.addRaw(markdown, true).write();
}

const annotation = (place?: Place): core.AnnotationProperties =>
  place === undefined ? {} : { file: place.file, startLine: place.line, startColumn: place.column };

/** The runner has the address of the token service only where the permission is given. */
const NO_PERMISSION: Problem = {
  where: 'the permissions of the job',
  what: 'role-to-assume needs an OIDC token, and the job lacks the permission id-token: write',
  fix:
    'Write it into the workflow, on the job or at the top:\n' +
    '  permissions:\n    id-token: write\n    contents: read\n' +
    'In a reusable workflow the job that calls it must give it too. Pull requests from forks never get it.',
};
