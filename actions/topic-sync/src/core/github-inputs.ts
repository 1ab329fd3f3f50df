import { boolean, oneOf, text } from '../../../../lib/core/read-inputs.ts';

/** The inputs that say what GitHub is told. */
export const GITHUB_READERS = {
  comment: oneOf(['auto', 'never'], 'auto'),
  'github-token': text(''),
  'fail-on-drift': boolean(false),
};

export interface GithubSettings {
  /** Empty: nothing is written. */
  readonly token: string;
  readonly failOnDrift: boolean;
}

export const githubSettings = (given: {
  readonly comment: 'auto' | 'never';
  readonly 'github-token': string;
  readonly 'fail-on-drift': boolean;
}): GithubSettings => ({
  token: given.comment === 'never' ? '' : given['github-token'],
  failOnDrift: given['fail-on-drift'],
});
