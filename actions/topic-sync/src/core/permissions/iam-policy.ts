import type { Acl } from './acls.ts';
import type { AclOperation } from './rights.ts';

/** The ARN of a cluster of Amazon MSK in its parts. */
export interface MskCluster {
  readonly arn: string;
  /** With `topic` or `group` in the place of `cluster`: what comes before the name of one. */
  readonly prefixOf: (kind: 'topic' | 'group') => string;
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

interface IamStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

const CLUSTER_ARN = /^(arn:aws[\w-]*:kafka:[\w-]+:\d{12}:)cluster(\/[\w.-]+\/[\w-]+)$/;

export function mskCluster(arn: string): MskCluster | undefined {
  const [, before, after] = CLUSTER_ARN.exec(arn) ?? [];
  if (before === undefined || after === undefined) return undefined;
  return { arn, prefixOf: (kind) => `${before}${kind}${after}/` };
}

/**
 * Kafka's operations as actions of kafka-cluster:
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
const ACTIONS: Readonly<Record<Acl['resource'], Partial<Record<AclOperation, string>>>> = {
  cluster: {
    Describe: 'DescribeCluster',
    DescribeConfigs: 'DescribeClusterDynamicConfiguration',
    Alter: 'AlterCluster',
    AlterConfigs: 'AlterClusterDynamicConfiguration',
  },
  topic: {
    Describe: 'DescribeTopic',
    DescribeConfigs: 'DescribeTopicDynamicConfiguration',
    Create: 'CreateTopic',
    Alter: 'AlterTopic',
    AlterConfigs: 'AlterTopicDynamicConfiguration',
    Delete: 'DeleteTopic',
    Read: 'ReadData',
    Write: 'WriteData',
  },
  group: { Describe: 'DescribeGroup' },
};

/** The same rights for a role that logs in by IAM; resources with the same actions share a statement. */
export function iamPolicy(acls: readonly Acl[], cluster: MskCluster): IamPolicy {
  const byActions = Map.groupBy(acls, ({ resource, operations }) => JSON.stringify([resource, operations]));
  const statements = [...byActions.values()].map((same) => ({
    Effect: 'Allow' as const,
    Action: actionsOf(same[0]),
    Resource: same.map((acl) => resourceOf(acl, cluster)),
  }));
  return { Version: '2012-10-17', Statement: statements };
}

function actionsOf(acl: Acl | undefined): string[] {
  if (acl === undefined) return [];
  const names = acl.operations.flatMap((operation) => ACTIONS[acl.resource][operation] ?? []);
  // Every login needs it, on the cluster.
  return (acl.resource === 'cluster' ? ['Connect', ...names] : names).map((name) => `kafka-cluster:${name}`);
}

function resourceOf({ resource, name, pattern }: Acl, { arn, prefixOf }: MskCluster): string {
  if (resource === 'cluster') return arn;
  return `${prefixOf(resource)}${name}${pattern === 'prefixed' ? '*' : ''}`;
}
