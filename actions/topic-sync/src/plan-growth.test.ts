import { expect, test } from '@jest/globals';
import { apply, document, files, sync } from '../../../test/builders/synced-documents.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';

const MIB = 1_048_576;
const SHRINKS = new Set(['shrink-retention'] as const);
const keeping = (config: string): Readonly<Record<string, string>> =>
  files(document('a', `, config: { ${config} }`));

/** A cluster whose topic `a` keeps records for a week; each of its three partitions has 100 MiB on three brokers. */
async function clusterOf(config = 'retention.ms: 7d'): Promise<FakeTopicCluster> {
  const cluster = new FakeTopicCluster();
  await sync(cluster, keeping(config), apply);
  for (const partition of [0, 1, 2]) cluster.world.sizes.set(`a-${String(partition)}`, 100 * MIB);
  setRoom(cluster, [1, 2, 3], 500 * MIB);
  return cluster;
}

function setRoom(cluster: FakeTopicCluster, brokers: readonly number[], bytes: number | null): void {
  for (const [id, broker] of cluster.world.brokers) if (brokers.includes(id)) broker.usableBytes = bytes;
}

/** What a plan tells of the disks; it blocks nothing by it. */
async function told(cluster: FakeTopicCluster, config: string): Promise<string[]> {
  const result = await sync(cluster, keeping(config), { consents: SHRINKS });
  expect(result.status).toBe('changes-pending');
  return result.warnings.map(({ where, what }) => `${where}: ${what}`);
}

test('records that are kept longer are weighed against the disks of each broker', async () => {
  const cluster = await clusterOf();
  expect(await told(cluster, 'retention.ms: 14d')).toEqual([]);
  setRoom(cluster, [2, 3], 250 * MIB);
  expect(await told(cluster, 'retention.ms: 14d')).toEqual(
    [2, 3].map(
      (id) =>
        `broker ${String(id)}: a would grow by about 300 MiB there with the new retention, and its disks have room for 250 MiB`,
    ),
  );
});

test('-1 is no loss of records, and without an end', async () => {
  const result = await sync(await clusterOf(), keeping('retention.ms: -1'));
  expect(result.plan.changes).toMatchObject([{ risk: 'safe', blocked: null }]);
  expect(result.warnings).toMatchObject([
    {
      what: 'a is to keep all its records without end: broker 1 has 300 MiB of them now, and room for 500 MiB more',
      place: { file: 'topics/x.yaml', line: 4 },
    },
  ]);
});

test('it is told where the retention stands, whatever else is changed', async () => {
  const { warnings } = await sync(await clusterOf(), keeping('flush.ms: 1s, retention.ms: -1'));
  expect(warnings).toMatchObject([{ where: 'topics/x.yaml:4:70' }]);
});

test('what its bytes keep small is no growth without an end', async () => {
  expect(await told(await clusterOf(), 'retention.ms: -1, retention.bytes: 150MiB')).toEqual([]);
  const limited = await clusterOf('retention.bytes: 100MiB');
  expect(await told(limited, 'retention.bytes: -1')).toEqual([
    'topics/x.yaml:4:56: a is to keep its records whatever their size: broker 1 has 300 MiB of them now, and room for 500 MiB more',
  ]);
});

test('disks that cannot be seen are told', async () => {
  const cluster = await clusterOf();
  setRoom(cluster, [1, 3], null);
  expect(await told(cluster, 'retention.ms: 14d')).toEqual([
    'broker 1, 3: whether there is room for what a would keep is not known: it does not tell how much room its disks ' +
      'have (Kafka 3.3 and newer do)',
  ]);
  cluster.world.before = (call) => {
    if (call === 'storage') throw new WorldFailure('Kafka is not reachable');
  };
  expect(await told(cluster, 'retention.ms: 14d')).toEqual([
    'the brokers: whether there is room for what a would keep is not known: Kafka is not reachable',
  ]);
});

test('disks are not looked at where nothing is kept longer', async () => {
  const cluster = await clusterOf();
  const looked: string[] = [];
  cluster.world.before = (call) => looked.push(call);
  expect(await told(cluster, 'retention.ms: 1d')).toEqual([]);
  expect(await told(cluster, 'retention.ms: 7d, flush.ms: 1s')).toEqual([]);
  expect(looked).toEqual([]);
});
