import { allowed, notProbed, type Permission, type Probed, refused, unknown } from './permission.ts';

/** Operations of ACLs that a cycle needs somewhere. */
type Operation =
  'Read' | 'Write' | 'Create' | 'Delete' | 'Alter' | 'AlterConfigs' | 'Describe' | 'DescribeConfigs';

export type StateTopicFacts =
  | { readonly kind: 'there'; readonly may: ReadonlySet<Operation> }
  /** `created` is the code that creating it got, were it done. */
  | { readonly kind: 'missing'; readonly created: string; readonly message: string }
  | { readonly kind: 'unreadable'; readonly code: string };

/** What a cluster says that we may do. */
export interface KafkaFacts {
  readonly clusterId: string;
  readonly onCluster: ReadonlySet<Operation>;
  /** Calls on the cluster that got no answer, with the reason. */
  readonly unreadable: readonly string[];
  /** How many are visible. */
  readonly topics: number;
  /** The next one too: names, or words for names that nobody thought of. */
  readonly hiddenTopics: readonly string[];
  readonly topicsWithoutConfigs: readonly string[];
  readonly stateTopic: StateTopicFacts;
  readonly transactionalId: { readonly id: string; readonly code: string };
}

export interface KafkaWanted {
  /** Undefined where any cluster will do. */
  readonly clusterId: string | undefined;
  readonly stateTopic: string;
  readonly electPreferredLeaders: boolean;
}

export function kafkaPermissions(facts: KafkaFacts, wanted: KafkaWanted): Permission[] {
  return [
    clusterGuard(facts, wanted),
    describeCluster(facts),
    describeBrokers(facts),
    ...(wanted.electPreferredLeaders ? [alterCluster(facts)] : []),
    describeTopics(facts),
    describeConfigs(facts),
    ...stateTopic(facts.stateTopic, wanted.stateTopic),
    ...transactionalId(facts.transactionalId),
  ];
}

/** Where Kafka was not reached, nothing else about it is known. */
export const unreachableKafka = (reason: string): Permission => ({
  permission: 'Kafka: connect and log in',
  neededFor: 'everything below',
  probed: unknown(reason),
  fix: 'Correct bootstrap-brokers, security-protocol and the login, then probe again.',
});

function clusterGuard(
  { clusterId }: KafkaFacts,
  { clusterId: expected = clusterId }: KafkaWanted,
): Permission {
  const found = `cluster ${clusterId}`;
  const probed = expected === clusterId ? allowed(found) : refused(`${found}, and ${expected} is expected`);
  return {
    permission: 'Kafka: connect and log in',
    neededFor: 'guard the cluster',
    probed,
    fix: 'Correct bootstrap-brokers or cluster-id.',
  };
}

function describeCluster({ onCluster, unreadable }: KafkaFacts): Permission {
  const probed = (): Probed => {
    if (!onCluster.has('Describe')) return refused('the cluster says so');
    return unreadable.length > 0 ? unknown(unreadable.join('; ')) : allowed('');
  };
  return {
    permission: 'Kafka: Describe on Cluster',
    neededFor: 'see the quorum and reassignments',
    probed: probed(),
    fix: acl('Describe', '--cluster'),
  };
}

const describeBrokers = ({ onCluster }: KafkaFacts): Permission => ({
  permission: 'Kafka: DescribeConfigs on Cluster',
  neededFor: "read the brokers' own min.insync.replicas",
  probed: onCluster.has('DescribeConfigs') ? allowed('') : refused('the cluster says so'),
  fix: acl('DescribeConfigs', '--cluster'),
});

const alterCluster = ({ onCluster }: KafkaFacts): Permission => ({
  permission: 'Kafka: Alter on Cluster',
  neededFor: 'elect preferred leaders',
  probed: onCluster.has('Alter') ? allowed('') : refused('the cluster says so'),
  fix: `${acl('Alter', '--cluster')} Or set elect-preferred-leaders to false.`,
});

const describeTopics = ({ topics, hiddenTopics }: KafkaFacts): Permission => ({
  permission: 'Kafka: Describe on Topic:*',
  neededFor: 'prove each stop',
  probed:
    hiddenTopics.length > 0
      ? refused(`it may not see ${few(hiddenTopics)}`)
      : allowed(`${String(topics)} topics, none hidden`),
  fix: acl('Describe', "--topic '*'"),
});

const describeConfigs = ({ topics, topicsWithoutConfigs }: KafkaFacts): Permission => ({
  permission: 'Kafka: DescribeConfigs on Topic:*',
  neededFor: 'read min.insync.replicas',
  probed:
    topicsWithoutConfigs.length > 0
      ? refused(`not on ${few(topicsWithoutConfigs)}`)
      : allowed(`on ${String(topics)} topics`),
  fix: acl('DescribeConfigs', "--topic '*'"),
});

const SHOWN = 5;

function few(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

function stateTopic(facts: StateTopicFacts, topic: string): Permission[] {
  const rows = { Create: 'create the state topic', Read: 'continue a cycle', Write: 'announce each stop' };
  return (['Create', 'Read', 'Write'] as const)
    .filter((operation) => operation !== 'Create' || facts.kind !== 'there')
    .map((operation) => ({
      permission: `Kafka: ${operation} on Topic:${topic}`,
      neededFor: rows[operation],
      probed: onStateTopic(facts, operation),
      fix: acl(operation, `--topic '${topic}'`),
    }));
}

function onStateTopic(facts: StateTopicFacts, operation: 'Create' | 'Read' | 'Write'): Probed {
  switch (facts.kind) {
    case 'there':
      return facts.may.has(operation) ? allowed('') : refused('the topic says so');
    case 'unreadable':
      return facts.code === 'TOPIC_AUTHORIZATION_FAILED' ? refused(facts.code) : unknown(facts.code);
    case 'missing':
      return operation === 'Create'
        ? creation(facts)
        : notProbed('the topic does not exist yet: probe again after the first cycle');
  }
}

function creation({ created, message }: StateTopicFacts & { kind: 'missing' }): Probed {
  if (created === 'NONE') return allowed('as the brokers validate it');
  const found = message === '' ? created : `${created}: ${message}`;
  return created.endsWith('AUTHORIZATION_FAILED') ? refused(found) : unknown(found);
}

function transactionalId({ id, code }: KafkaFacts['transactionalId']): Permission[] {
  const permission = (operation: 'Describe' | 'Write', probed: Probed): Permission => ({
    permission: `Kafka: ${operation} on TransactionalId:${id}`,
    neededFor: 'let one run write at a time',
    probed,
    fix: acl(operation, `--transactional-id '${id}'`),
  });
  const refusal = code === 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED';
  return [
    permission('Describe', refusal ? refused(code) : allowed('')),
    permission('Write', notProbed('to ask for it would fence a run that holds the id')),
  ];
}

const acl = (operation: string, resource: string): string =>
  `Allow it: kafka-acls.sh --add --allow-principal User:<principal> --operation ${operation} ${resource}.`;
