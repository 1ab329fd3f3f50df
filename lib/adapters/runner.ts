import * as core from '@actions/core';
import type { Place } from '../core/problem.ts';
import { WorldFailure } from '../core/world-failure.ts';

/** What an action needs of the machine that runs it; on a laptop or in a pod the same calls print to the log. */
export interface Runner {
  /** An input's text, empty when it was not given. */
  input(name: string): string;
  info(line: string): void;
  warning(line: string, place?: Place): void;
  error(line: string, place?: Place): void;
  group(title: string, lines: readonly string[]): void;
  setOutput(name: string, value: string): void;
  /** Adds to the job summary; outside GitHub there is none and the text is dropped. */
  writeSummary(markdown: string): Promise<void>;
  /** Must be called before a secret is used for the first time. */
  maskSecret(value: string): void;
  /** Fails the step: exit code 1, with one line that says why. */
  setFailed(message: string): void;
  /** Keeps a value for the post step of the same job; outside GitHub there is none and it is dropped. */
  saveState(name: string, value: string): void;
  /** A value that the main step saved, empty when it saved none. */
  savedState(name: string): string;
  /** A fresh OIDC token of this job (needs the permission `id-token: write`). */
  idToken(audience: string): Promise<string>;
}

const annotation = (place?: Place): core.AnnotationProperties =>
  place === undefined ? {} : { file: place.file, startLine: place.line, startColumn: place.column };

/** On GitHub a masked value is told to the runner on the log itself; elsewhere that would print the secret. */
const isGithub = (): boolean => process.env['GITHUB_ACTIONS'] === 'true';

export const githubRunner = (): Runner => ({
  input: (name) => core.getInput(name),
  info: core.info,
  warning: (line, place) => {
    core.warning(line, annotation(place));
  },
  error: (line, place) => {
    core.error(line, annotation(place));
  },
  group: (title, lines) => {
    core.startGroup(title);
    for (const line of lines) core.info(line);
    core.endGroup();
  },
  setOutput: (name, value) => {
    if (isGithub()) core.setOutput(name, value);
    else core.info(`output ${name}=${value}`);
  },
  writeSummary: async (markdown) => {
    if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return;
    await core.summary.addRaw(markdown, true).write();
  },
  maskSecret: (value) => {
    if (value !== '' && isGithub()) core.setSecret(value);
  },
  setFailed: core.setFailed,
  saveState: (name, value) => {
    if (isGithub()) core.saveState(name, value);
  },
  savedState: (name) => core.getState(name),
  idToken: (audience) => {
    // Outside GitHub nobody takes the command that masks the token from the log: it would be printed.
    if (!isGithub()) return Promise.reject(new WorldFailure(NO_TOKEN));
    return core.getIDToken(audience);
  },
});

const NO_TOKEN =
  'Only a job on GitHub (GITHUB_ACTIONS=true) has an OIDC token. Leave role-to-assume out, and give credentials in the environment.';
