import { type Acl, aclsFor, type Work } from './acls.ts';
import { type IamPolicy, iamPolicy, type MskCluster } from './iam-policy.ts';

/** What one role may, in each form that it is granted in. */
export interface RolePermissions {
  readonly acls: readonly Acl[];
  /** One `kafka-acls.sh` for each resource; PRINCIPAL, BROKERS and CLIENT are the reader's. */
  readonly commands: readonly string[];
  /** null without the ARN of a cluster. */
  readonly iamPolicy: IamPolicy | null;
}

export interface Permissions {
  readonly plan: RolePermissions;
  readonly apply: RolePermissions;
}

/** The least rights of the role that plans, which changes nothing, and of the role that applies. */
export function permissionsFor(work: Work, cluster: MskCluster | null): Permissions {
  const roleOf = (role: 'plan' | 'apply'): RolePermissions => {
    const acls = aclsFor(role, work);
    return { acls, commands: acls.map(command), iamPolicy: cluster && iamPolicy(acls, cluster) };
  };
  return { plan: roleOf('plan'), apply: roleOf('apply') };
}

function command({ resource, name, pattern, operations }: Acl): string {
  const what =
    resource === 'cluster' ? '--cluster' : `--${resource} '${name}' --resource-pattern-type ${pattern}`;
  return [
    'kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$CLIENT" --add --allow-principal "$PRINCIPAL"',
    ...operations.map((operation) => `--operation ${operation}`),
    what,
  ].join(' ');
}
