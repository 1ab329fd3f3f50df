import type { JWTVerifyGetKey } from 'jose';
import type { HttpAnswer } from '../loopback-server.ts';
import type { Iam } from '../iam/iam.ts';
import { errorAnswer, stsAnswer } from './aws-answer.ts';
import type { AwsRequest } from './aws-request.ts';
import { type Caller, type Session, type Sessions, sessionArn } from './sessions.ts';
import { refuseWebIdentity } from './web-identity.ts';

export interface StsOptions {
  readonly sessions: Sessions;
  /** The keys of the token issuer. */
  readonly keys: JWTVerifyGetKey;
  /** Sessions end after this many seconds, however long they were asked for. */
  readonly sessionSeconds: number | undefined;
  /** Whose policies hold; undefined: there is one role, which may do everything. */
  readonly iam: Iam | undefined;
}

const DEFAULT_SECONDS = '3600';

/** Answers AssumeRoleWithWebIdentity; no signature is asked for, the token is the proof. */
export async function assumeRole({ parameters }: AwsRequest, options: StsOptions): Promise<HttpAnswer> {
  const given = (name: string, otherwise: string) => parameters.get(name) ?? otherwise;
  const seconds = Number(given('DurationSeconds', DEFAULT_SECONDS));
  if (seconds < 900 || seconds > 43_200) return errorAnswer('sts', wrongDuration(seconds));
  const role = given('RoleArn', '');
  const refusal = await refuseWebIdentity(given('WebIdentityToken', ''), role, options);
  if (refusal !== undefined) return errorAnswer('sts', refusal);
  const lifetime = Math.min(seconds, options.sessionSeconds ?? seconds);
  const session = options.sessions.open(role, given('RoleSessionName', 'session'), lifetime);
  return stsAnswer('AssumeRoleWithWebIdentity', describeSession(session));
}

export function callerIdentity({ arn, userId, account }: Caller): HttpAnswer {
  const content = `<Arn>${arn}</Arn><UserId>${userId}</UserId><Account>${account}</Account>`;
  return stsAnswer('GetCallerIdentity', content);
}

function describeSession(session: Session): string {
  const credentials = [
    `<AccessKeyId>${session.accessKeyId}</AccessKeyId>`,
    `<SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>`,
    `<SessionToken>${session.sessionToken}</SessionToken>`,
    `<Expiration>${session.expiration.toISOString()}</Expiration>`,
  ];
  const user = `<Arn>${sessionArn(session)}</Arn><AssumedRoleId>AROALAB:${session.name}</AssumedRoleId>`;
  return `<Credentials>${credentials.join('')}</Credentials><AssumedRoleUser>${user}</AssumedRoleUser>`;
}

const wrongDuration = (seconds: number) => ({
  status: 400,
  code: 'ValidationError',
  message: `DurationSeconds is ${String(seconds)}; it must be from 900 to 43200`,
});
