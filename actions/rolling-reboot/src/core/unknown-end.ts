import type { CredentialsEnd } from '../../../../lib/core/credentials-end.ts';
import type { Problem } from '../../../../lib/core/problem.ts';

/** A session that ends nobody knows when may end while a node is down: nothing is stopped with it. */
export function unknownEnd(end: CredentialsEnd | undefined): Problem[] {
  if (end === undefined || end.until !== undefined) return [];
  const fix =
    'Let the action assume the role itself (role-to-assume), or set AWS_CREDENTIAL_EXPIRATION to their end, such as ' +
    '2026-01-31T12:00:00Z.';
  return [{ where: 'the AWS credentials', what: end.because, fix }];
}
