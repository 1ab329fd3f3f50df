import { randomBytes } from 'node:crypto';
import { ACCOUNT, ROOT_KEY } from './account.ts';
import type { AwsError } from './aws-answer.ts';
import type { AwsRequest } from './aws-request.ts';

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly name: string;
  /** ARN of the role. */
  readonly role: string;
  readonly expiration: Date;
}

export interface Caller {
  readonly arn: string;
  readonly userId: string;
  readonly account: string;
  /** Undefined for the root. */
  readonly session: Session | undefined;
}

/** The access keys that the lab knows: its root's, and those of the sessions that it gave out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  open(role: string, name: string, seconds: number): Session {
    const session = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(32).toString('base64'),
      name,
      role,
      expiration: new Date(Date.now() + seconds * 1000),
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  /** Who signed a request, or how the service refuses it. Signatures themselves are not checked. */
  identify(request: AwsRequest): { caller: Caller } | { error: AwsError } {
    if (request.accessKeyId === ROOT_KEY.accessKeyId) return { caller: ROOT };
    const session = this.#sessions.get(request.accessKeyId ?? '');
    const errors = request.service === 'ec2' ? EC2_ERRORS : STS_ERRORS;
    if (session?.sessionToken !== request.sessionToken || session === undefined)
      return { error: errors.unknown };
    if (session.expiration.getTime() <= Date.now()) return { error: errors.expired };
    const userId = `AROALAB:${session.name}`;
    return { caller: { arn: sessionArn(session), userId, account: accountOf(session.role), session } };
  }
}

const ROOT: Caller = {
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  userId: ACCOUNT,
  account: ACCOUNT,
  session: undefined,
};

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

export const sessionArn = ({ role, name }: Pick<Session, 'role' | 'name'>): string =>
  `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`;

const EC2_ERRORS = {
  unknown: {
    status: 401,
    code: 'AuthFailure',
    message: 'AWS was not able to validate the provided access credentials',
  },
  expired: { status: 400, code: 'RequestExpired', message: 'Request has expired.' },
};

const STS_ERRORS = {
  unknown: {
    status: 403,
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
  },
  expired: {
    status: 403,
    code: 'ExpiredToken',
    message: 'The security token included in the request is expired',
  },
};
