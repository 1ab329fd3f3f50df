import * as core from '@actions/core';
import type { Problem } from '../core/problem.ts';
import { WorldFailure } from '../core/world-failure.ts';
import { LogLines } from './log-lines.ts';
import type { Runner } from './runner.ts';

/** A laptop or a pod: everything is printed, and nothing that only GitHub would keep to itself. */
export function shellRunner(): Runner {
  const lines = new LogLines();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    onGithub: false,
    input: (name) => core.getInput(name),
    info: (line) => {
      print(lines.info(line));
    },
    warning: (line, place) => {
      print(`warning: ${lines.annotation('warning', line, place)}`);
    },
    error: (line, place) => {
      print(`error: ${lines.annotation('error', line, place)}`);
    },
    copyLines: (sink) => {
      lines.copyTo(sink);
    },
    setOutput: (name, value) => {
      print(lines.info(`output ${name}=${value}`));
    },
    writeSummary: () => Promise.resolve(),
    maskSecret: (value) => {
      lines.hide(value);
    },
    setFailed: (message) => {
      process.exitCode = 1;
      print(`error: ${lines.annotation('error', message)}`);
    },
    saveState: () => undefined,
    savedState: () => '',
    tokenProblem: () => NO_TOKEN,
    idToken: () => Promise.reject(new WorldFailure(`${NO_TOKEN.what}. ${NO_TOKEN.fix}`)),
  };
}

const NO_TOKEN: Problem = {
  where: 'input role-to-assume',
  what: 'only a job on GitHub (GITHUB_ACTIONS=true) has an OIDC token to assume it with',
  fix:
    'Leave it out here, and let the default chain of the AWS SDK find credentials: variables, a profile of the role ' +
    '(AWS_PROFILE), IRSA or an instance profile.',
};
