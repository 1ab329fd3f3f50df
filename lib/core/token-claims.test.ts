import { expect, test } from '@jest/globals';
import { explainRefusal } from './token-claims.ts';

const ROLE = 'arn:aws:iam::123456789012:role/reboot';
const CLAIMS = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub: 'repo:org/repo:environment:prod',
  repository: 'org/repo',
  ref: 'refs/heads/main',
  environment: 'prod',
  job_workflow_ref: 'org/repo/.github/workflows/reboot.yml@refs/heads/main',
  exp: 1_800_000_000,
  jti: 'not-shown',
};
const explain = (code: string, change: Readonly<Record<string, unknown>> = {}) =>
  explainRefusal({ code, roleArn: ROLE, claims: { ...CLAIMS, ...change } });

test('a trust policy that does not match is told with the claims and the conditions to write', () => {
  expect(explain('AccessDenied')).toBe(
    'The token said iss https://token.actions.githubusercontent.com, aud sts.amazonaws.com, ' +
      'sub repo:org/repo:environment:prod, repository org/repo, ref refs/heads/main, environment prod, ' +
      'job_workflow_ref org/repo/.github/workflows/reboot.yml@refs/heads/main, exp 2027-01-15T08:00:00.000Z. ' +
      `Either there is no role ${ROLE}, or its trust policy does not match. To trust exactly this job it needs the ` +
      'condition "StringEquals": {"token.actions.githubusercontent.com:aud":"sts.amazonaws.com",' +
      '"token.actions.githubusercontent.com:sub":"repo:org/repo:environment:prod"}; to trust every job of the ' +
      'repository, the sub goes into "StringLike": {"token.actions.githubusercontent.com:sub":"repo:org/repo:*"}. ' +
      'This job names an environment; without one its sub were repo:org/repo:ref:refs/heads/main.',
  );
});

test('without an environment the other form of the subject is named', () => {
  const text = explain('AccessDenied', { environment: undefined, sub: 'repo:org/repo:ref:refs/heads/main' });
  expect(text).toContain('"token.actions.githubusercontent.com:sub":"repo:org/repo:ref:refs/heads/main"');
  expect(text).toContain('one that does has the sub repo:org/repo:environment:<name> instead.');
  expect(explain('AccessDenied', { ref: undefined })).toContain('were repo:org/repo:ref:refs/heads/main.');
});

test('an immutable subject is given back as it is', () => {
  const text = explain('AccessDenied', { sub: 'repo:org@1/repo@2:environment:prod' });
  expect(text).toContain(':sub":"repo:org@1/repo@2:environment:prod"}');
  expect(text).toContain('"repo:org@1/repo@2:*"');
});

test('an audience that the provider does not know is named', () => {
  const text = explain('InvalidIdentityToken', { aud: 'somebody-else' });
  expect(text).toContain(
    'must have the OIDC provider arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com, ' +
      'with the audience somebody-else among its client ids.',
  );
  expect(text).toContain('The audience is somebody-else, which is not the usual sts.amazonaws.com');
  expect(explain('AccessDenied', { aud: ['a', 'b'] })).toContain('The audience is ["a","b"], which is not');
});

test('a token that had ended is told with its end', () => {
  expect(explain('ExpiredTokenException')).toMatch(/exp 2027-01-15T08.*look at the clock of the runner/);
  expect(explain('ExpiredTokenException', { exp: 1e300 })).toContain('exp 1e+300');
});

test('what cannot be read is said, and an unknown code guesses nothing', () => {
  expect(explainRefusal({ code: 'Odd', roleArn: 'x', claims: {} })).toBe(
    'The token said nothing that can be read. Compare them with the trust policy of the role.',
  );
  expect(explainRefusal({ code: 'InvalidIdentityToken', roleArn: 'x', claims: {} })).toContain(
    'The account  must',
  );
});
