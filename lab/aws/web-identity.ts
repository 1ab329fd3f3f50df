import { type JWTPayload, type JWTVerifyGetKey, errors, jwtVerify } from 'jose';
import { AUDIENCE, REPOSITORY, ROLE_ARN } from './account.ts';
import type { Iam } from '../iam/iam.ts';
import type { AwsError } from './aws-answer.ts';

interface Verifier {
  readonly keys: JWTVerifyGetKey;
  readonly iam: Iam | undefined;
}

export const ISSUER = 'https://token.actions.githubusercontent.com';

/** Decides whether a GitHub token may assume a role, as STS does: undefined, or its error. */
export async function refuseWebIdentity(
  token: string,
  roleArn: string,
  { keys, iam }: Verifier,
): Promise<AwsError | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE });
    const isTrusted = iam === undefined ? trusts(roleArn, payload) : await iam.trusts(roleArn, payload);
    return isTrusted ? undefined : NOT_TRUSTED;
  } catch (error) {
    return refusalOf(error);
  }
}

/** The trust policy where none was given: one role, for every ref and environment of one repository. */
function trusts(roleArn: string, { sub }: JWTPayload): boolean {
  return roleArn === ROLE_ARN && sub?.startsWith(`repo:${REPOSITORY}:`) === true;
}

const NOT_TRUSTED: AwsError = {
  status: 403,
  code: 'AccessDenied',
  message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
};

function refusalOf(error: unknown): AwsError {
  if (error instanceof errors.JWTExpired) {
    const message = 'Token expired: current date/time must be before the expiration date/time';
    return { status: 400, code: 'ExpiredTokenException', message };
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const message = error.claim === 'aud' ? 'Incorrect token audience' : `Incorrect claim ${error.claim}`;
    return invalid(message);
  }
  return invalid("Couldn't verify the signature of the web identity token");
}

const invalid = (message: string): AwsError => ({ status: 400, code: 'InvalidIdentityToken', message });
