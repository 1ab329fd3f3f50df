import { randomBytes } from 'node:crypto';
import type { AwsCall } from '../aws/aws-call.ts';
import type { RegistryCall } from '../registry/registry-call.ts';
import { error, type RegistryError } from '../registry/registry-fault.ts';
import type { Iam, RoleSession } from './iam.ts';

/** A session that asked for a login to the registry, which ends with it. */
export interface LoggedIn extends RoleSession {
  readonly accessKeyId: string;
  readonly expiration: Date;
}

/** Who may do what in a registry: the sessions that got their passwords by GetAuthorizationToken. */
export class RegistryRights {
  readonly #iam: Iam;
  readonly #calls: AwsCall[];
  readonly #sessions = new Map<string, LoggedIn>();

  constructor(iam: Iam, calls: AwsCall[]) {
    this.#iam = iam;
    this.#calls = calls;
  }

  /** The answer of GetAuthorizationToken with a password of the session's own. */
  bind(answer: string, session: LoggedIn): string {
    const password = randomBytes(24).toString('hex');
    this.#sessions.set(password, session);
    const token = Buffer.from(`AWS:${password}`).toString('base64');
    return answer.replace(/("authorizationToken":\s*)"[^"]*"/, `$1"${token}"`);
  }

  isPassword(password: string): boolean {
    const session = this.#sessions.get(password);
    return session !== undefined && session.expiration.getTime() > Date.now();
  }

  /** As ECR refuses it. `host`: the registry's, which names its account and region. */
  async refusalOf(password: string, call: RegistryCall, host: string): Promise<RegistryError | undefined> {
    const session = this.#sessions.get(password);
    if (session === undefined) return error(401, 'UNAUTHORIZED', 'Not Authorized');
    const { asked, refusal } = await this.#iam.judgeRegistry(call, host, session);
    for (const { action } of asked) {
      this.#calls.push({
        at: new Date().toISOString(),
        ...{ service: 'ecr', action: action.replace(/^ecr:/, ''), instanceIds: [], dryRun: false },
        accessKeyId: session.accessKeyId,
        status: refusal === undefined ? 200 : 403,
        error: refusal?.code,
        asked,
      });
    }
    return refusal && error(403, 'DENIED', refusal.message);
  }
}
