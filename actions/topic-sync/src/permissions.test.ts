import { describe, expect, test } from '@jest/globals';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { mskCluster } from './core/permissions/iam-policy.ts';
import type { Permissions } from './core/permissions/permissions.ts';
import { permissionLines, renderPermissions } from './core/permissions/permissions-text.ts';
import { run } from './run.ts';

const topic = (name: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name} }\nspec: { partitions: 1, replicationFactor: 3 }\n`;
const GONE =
  'apiVersion: kafka-fleet/v1\nkind: Tombstone\nmetadata: { name: gone }\nspec: { reason: old, topicIds: { dev: AbCdEfGhIjKlMnOpQrStUv } }\n';

const ARN = 'arn:aws:kafka:eu-west-1:123456789012:cluster/shop/3f1c2f2e-6f0c-4ad4-8df6-4b5d0d1f7a11-2';

async function permissions(inputs: Partial<TopicSyncInputs> = {}): Promise<Permissions> {
  const cluster = new FakeTopicCluster();
  const text = [topic('posts'), topic('orders.paid'), topic('orders.made'), GONE].join('---\n');
  const given = { command: 'permissions', kafka: null, environment: 'dev', ...inputs } as const;
  const done = await run(topicSyncInputs(given), fakeTopicPorts({ 'topics/x.yaml': text }, cluster));
  expect(cluster.asked).toEqual([]);
  if (done.kind !== 'permitted') throw new Error('no permissions were printed');
  return done.permissions;
}

const told = ({ acls }: Permissions['plan']): string[] =>
  acls.map(
    ({ resource, name, pattern, operations }) => `${resource} ${name} ${pattern}: ${operations.join(' ')}`,
  );

const CHANGES = /Alter|Create|Delete/;

describe('the least rights', () => {
  test('of a plan read, and of an apply change the topics that are named, and nothing else', async () => {
    const { plan, apply } = await permissions();
    expect(told(plan)).toEqual([
      'topic orders.made literal: Describe DescribeConfigs',
      'topic orders.paid literal: Describe DescribeConfigs',
      'topic posts literal: Describe DescribeConfigs',
      'topic gone literal: Describe DescribeConfigs',
      'cluster kafka-cluster literal: Describe DescribeConfigs',
      'group * literal: Describe',
      'topic __consumer_offsets literal: Describe',
    ]);
    expect(told(apply)).toEqual([
      'topic orders.made literal: Alter AlterConfigs Create Describe DescribeConfigs',
      'topic orders.paid literal: Alter AlterConfigs Create Describe DescribeConfigs',
      'topic posts literal: Alter AlterConfigs Create Describe DescribeConfigs',
      'topic gone literal: Describe DescribeConfigs',
      'cluster kafka-cluster literal: Describe DescribeConfigs',
      'group * literal: Describe',
      'topic __consumer_offsets literal: Describe',
    ]);
  });

  test('to delete come with allow: delete, and for the tombstoned topic alone', async () => {
    const { plan, apply } = await permissions({ consents: new Set(['delete']), include: ['g*', 'orders.*'] });
    expect(told(plan).filter((line) => CHANGES.test(line))).toEqual([]);
    expect(told(apply).filter((line) => line.includes('Delete'))).toEqual([
      'topic gone literal: Delete Describe DescribeConfigs',
    ]);
  });

  test.each(['reassign', 'replication-decrease'] as const)(
    'to move replicas come with allow: %s',
    async (consent) => {
      const { plan, apply } = await permissions({ consents: new Set([consent]) });
      expect(told(plan)).toContain('topic _rolling-reboot literal: Describe Read');
      expect(told(plan).filter((line) => CHANGES.test(line))).toEqual([]);
      expect(told(apply)).toContain(
        'cluster kafka-cluster literal: Alter AlterConfigs Describe DescribeConfigs',
      );
    },
  );

  test('name a prefix where include gives one, and never without', async () => {
    const { apply } = await permissions({ include: ['orders.*', 'posts', 'gone'] });
    expect(told(apply).filter((line) => line.startsWith('topic'))).toEqual([
      'topic orders. prefixed: Alter AlterConfigs Create Describe DescribeConfigs',
      'topic posts literal: Alter AlterConfigs Create Describe DescribeConfigs',
      'topic gone literal: Describe DescribeConfigs',
      'topic __consumer_offsets literal: Describe',
    ]);
  });
});

test('a command for each resource', async () => {
  const { plan, apply } = await permissions({ include: ['orders.*'] });
  expect(plan.commands).toEqual([
    'kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$CLIENT" --add --allow-principal "$PRINCIPAL" --operation Describe --operation DescribeConfigs --topic \'orders.\' --resource-pattern-type prefixed',
    'kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$CLIENT" --add --allow-principal "$PRINCIPAL" --operation Describe --operation DescribeConfigs --cluster',
    'kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$CLIENT" --add --allow-principal "$PRINCIPAL" --operation Describe --group \'*\' --resource-pattern-type literal',
    'kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$CLIENT" --add --allow-principal "$PRINCIPAL" --operation Describe --topic \'__consumer_offsets\' --resource-pattern-type literal',
  ]);
  expect(apply.commands).toHaveLength(apply.acls.length);
});

test('the same as IAM policies, where the ARN of the cluster is given', async () => {
  const without = await permissions();
  expect(without.plan.iamPolicy).toBeNull();
  const { plan } = await permissions({ include: ['orders.*', 'posts'], mskCluster: mskCluster(ARN) ?? null });
  const own = '/shop/3f1c2f2e-6f0c-4ad4-8df6-4b5d0d1f7a11-2/';
  expect(plan.iamPolicy).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:DescribeTopicDynamicConfiguration'],
        Resource: [
          `arn:aws:kafka:eu-west-1:123456789012:topic${own}orders.*`,
          `arn:aws:kafka:eu-west-1:123456789012:topic${own}posts`,
        ],
      },
      {
        Effect: 'Allow',
        Action: [
          'kafka-cluster:Connect',
          'kafka-cluster:DescribeCluster',
          'kafka-cluster:DescribeClusterDynamicConfiguration',
        ],
        Resource: [ARN],
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeGroup'],
        Resource: [`arn:aws:kafka:eu-west-1:123456789012:group${own}*`],
      },
      {
        Effect: 'Allow',
        Action: ['kafka-cluster:DescribeTopic'],
        Resource: [`arn:aws:kafka:eu-west-1:123456789012:topic${own}__consumer_offsets`],
      },
    ],
  });
});

test.each(['', 'arn:aws:kafka:eu-west-1:12:cluster/shop/x', 'arn:aws:iam::123456789012:role/x'])(
  'no ARN of a cluster: %j',
  (arn) => {
    expect(mskCluster(arn)).toBeUndefined();
  },
);

test('log and summary say it, and a policy that AWS would refuse is told', async () => {
  const shown = await permissions({ mskCluster: mskCluster(ARN) ?? null });
  expect(permissionLines(shown)).toContain('  Describe, DescribeConfigs on topic posts');
  expect(renderPermissions(shown, '/tmp/permissions.json')).toContain(
    '| topic | posts | literal | Describe, DescribeConfigs | to see it; to read its overrides and defaults |',
  );
  const [first] = shown.plan.acls;
  const many = Array.from({ length: 100 }, () => `arn:${'x'.repeat(60)}`);
  const statement = { Effect: 'Allow' as const, Action: [], Resource: many };
  const plan = {
    acls: first === undefined ? [] : [first],
    commands: [],
    iamPolicy: { Version: '2012-10-17' as const, Statement: [statement] },
  };
  expect(permissionLines({ plan, apply: plan }).join('\n')).toMatch(
    /It has \d+ characters, and a managed policy may have 6144/,
  );
});
