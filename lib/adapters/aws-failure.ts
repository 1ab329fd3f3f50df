import { WorldFailure } from '../core/world-failure.ts';

/** `UnauthorizedOperation: You are not authorized …`, `ECONNREFUSED: connect ECONNREFUSED …`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `unknown error: ${String(error)}`;
  if (error instanceof WorldFailure) return error.message;
  const name = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message === '' ? name : `${name}: ${error.message}`;
}

const ADVICE = new Map(
  Object.entries({
    AbortError: 'AWS took too long, and the call was given up: run again.',
    CredentialsProviderError: 'Give role-to-assume, or credentials in the environment.',
    ExpiredToken:
      'Let the action assume the role itself (role-to-assume), so that it can renew its credentials.',
    RequestExpired:
      'Let the action assume the role itself (role-to-assume), so that it can renew its credentials.',
  }),
);

/** What AWS itself answered; anything else happened on the way there or back. */
export const isAnswer = (error: unknown): boolean => error instanceof Error && '$fault' in error;

/** What to do next. `toAnswers`: for what only this service answers. */
export function adviceFor(error: unknown, toAnswers: (name: string) => string): string {
  const name = error instanceof Error ? error.name : '';
  const known = ADVICE.get(name);
  if (known !== undefined) return known;
  if (isAnswer(error)) return toAnswers(name);
  return 'Nothing came back from AWS: check the region, the network to it, and AWS_ENDPOINT_URL where it is set.';
}
