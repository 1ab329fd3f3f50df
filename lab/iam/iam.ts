import type { RolePolicies } from '../../scripts/policies/core/policy-document.ts';
import type { AwsError } from '../aws/aws-answer.ts';
import type { AwsRequest } from '../aws/aws-request.ts';
import type { RegistryCall } from '../registry/registry-call.ts';
import { type TagsOf, ec2Permissions } from './ec2-permissions.ts';
import { ecrPermissions, registryPermission } from './ecr-permissions.ts';
import { type Claims, mayAssume } from './may-assume.ts';
import type { AskedPermission, Permission } from './permission.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** Who calls: a session of a role. */
export interface RoleSession {
  readonly role: string;
  /** ARN of the session. */
  readonly arn: string;
}

/** The policy of a repository, by its ARN; undefined where it has none. */
export type PolicyOf = (resource: string) => Promise<unknown>;

/** What was asked for a call, and the refusal where something was not allowed. */
export interface Judgement {
  readonly asked: readonly AskedPermission[];
  readonly refusal: AwsError | undefined;
}

/**
 * Evaluates the policies of roles, and for those of another account the policies of repositories, as IAM does, by a
 * simulation of it. It is an approximation: there are no policies of organisations, sessions or boundaries here, no
 * eventual consistency, and only the calls that are mapped; every other call is refused.
 */
export class Iam {
  readonly #roles: ReadonlyMap<string, RolePolicies>;
  readonly #tagsOf: TagsOf;
  readonly #policyOf: PolicyOf;

  constructor(roles: readonly RolePolicies[], tagsOf: TagsOf, policyOf: PolicyOf) {
    this.#roles = new Map(roles.map((role) => [role.arn, role]));
    this.#tagsOf = tagsOf;
    this.#policyOf = policyOf;
  }

  /** Whether the bearer of a token, whose signature was checked, may take the role. */
  async trusts(roleArn: string, claims: Claims): Promise<boolean> {
    const role = this.#roles.get(roleArn);
    return role !== undefined && (await mayAssume(role, claims)).allowed;
  }

  async judge(request: AwsRequest, session: RoleSession): Promise<Judgement> {
    const needed = await this.#neededFor(request, session);
    if (needed === undefined) {
      const { service, action } = request;
      const resource = 'a resource that the lab cannot tell';
      return refused([], denied(service, { action: `${service}:${action}`, resource }, session));
    }
    return this.#judgeAll(request.service, needed, session);
  }

  /** The same for a call of the registry protocol. */
  judgeRegistry(call: RegistryCall, host: string, session: RoleSession): Promise<Judgement> {
    const needed = registryPermission(call, host);
    return this.#judgeAll('ecr', needed === undefined ? [] : [needed], session);
  }

  async #neededFor(request: AwsRequest, { role }: RoleSession): Promise<Permission[] | undefined> {
    const { service, action } = request;
    if (service === 'sts') return action === 'GetCallerIdentity' ? [] : undefined;
    const permissions =
      service === 'ec2'
        ? await ec2Permissions(request, this.#tagsOf)
        : service === 'ecr'
          ? ecrPermissions(request, accountOf(role))
          : undefined;
    return permissions?.map(({ context, ...permission }) => ({
      ...permission,
      context: { ...context, 'aws:RequestedRegion': request.region },
    }));
  }

  /** All or none: EC2 refuses a call whole when it may not touch one of its instances. */
  async #judgeAll(service: string, needed: readonly Permission[], session: RoleSession): Promise<Judgement> {
    const asked: AskedPermission[] = [];
    for (const { action, resource, context } of needed) {
      const { allowed, by } = await this.#verdict({ action, resource, context }, session);
      asked.push({ role: session.role, action, resource, allowed, by });
      if (!allowed) return refused(asked, denied(service, { action, resource }, session));
    }
    return { asked, refusal: undefined };
  }

  async #verdict({ action, resource, context }: Permission, { role, arn }: RoleSession): Promise<Verdict> {
    const accountId = resource.split(':')[4] ?? accountOf(role);
    return verdictOn({
      request: { principal: arn, action, resource: { resource, accountId }, contextVariables: context },
      identityPolicies: [{ name: role, policy: this.#roles.get(role)?.policy }],
      resourcePolicy: isForeign(resource, role) ? await this.#policyOf(resource) : undefined,
    });
  }
}

const refused = (asked: readonly AskedPermission[], refusal: AwsError): Judgement => ({ asked, refusal });

/** Another account has to let a role in by itself. */
const isForeign = (resource: string, role: string): boolean =>
  resource.startsWith('arn:') && accountOf(resource) !== accountOf(role);

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

type Denied = Pick<Permission, 'action' | 'resource'>;

/** In the words and by the code of the service. */
function denied(service: string, { action, resource }: Denied, { arn, role }: RoleSession): AwsError {
  const why = isForeign(resource, role)
    ? ` because no resource-based policy allows the ${action} action`
    : '';
  const who = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}${why}`;
  switch (service) {
    case 'ec2':
      return {
        status: 403,
        code: 'UnauthorizedOperation',
        message: `You are not authorized to perform this operation. ${who}`,
      };
    case 'ecr':
      return { status: 400, code: 'AccessDeniedException', message: who };
    default:
      return { status: 403, code: 'AccessDenied', message: who };
  }
}
