import { expect, test } from '@jest/globals';
import { describeConfigs } from '../../../lib/adapters/kafka/describe-configs.ts';
import { incrementalAlterConfigs } from '../../../lib/adapters/kafka/incremental-alter-configs.ts';
import { found } from '../../lab/eventually.ts';
import type { ClusterUnderTest } from './cluster-under-test.ts';

const retention = { name: 'retention.ms', value: '3600000' };

export function configContract(given: () => ClusterUnderTest): void {
  test('one override is set, and the others stay', () => keepsTheOthers(given()));
  test('an override is deleted, and a wrong value of another topic keeps its message', () =>
    deletesOne(given()));
  test('types, sources, synonyms and read-only keys are told; one unknown topic does not hide the rest', () =>
    tellsAll(given()));
}

async function keepsTheOthers(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const name = await cluster.topic({ configs: [retention, { name: 'cleanup.policy', value: 'delete' }] });
  const operations = [
    { name: 'max.message.bytes', operation: 'set', value: '2000000' },
    { name: 'cleanup.policy', operation: 'append', value: 'compact' },
  ] as const;
  const resources = [{ type: 'topic', name, operations }] as const;
  const answer = await connection.send(
    incrementalAlterConfigs,
    { resources, validateOnly: false },
    'controller',
  );
  expect(answer.results).toEqual([{ type: 'topic', name, errorCode: 0, errorMessage: null }]);
  const values = await expectOverrides(cluster, name, 3);
  expect(values).toEqual({
    'retention.ms': '3600000',
    'max.message.bytes': '2000000',
    'cleanup.policy': 'delete,compact',
  });
}

async function deletesOne(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const [good, bad] = [await cluster.topic({ configs: [retention] }), await cluster.topic({})];
  const resources = [
    { type: 'topic', name: good, operations: [{ name: 'retention.ms', operation: 'delete', value: null }] },
    { type: 'topic', name: bad, operations: [{ name: 'retention.ms', operation: 'set', value: 'soon' }] },
  ] as const;
  const answer = await connection.send(
    incrementalAlterConfigs,
    { resources, validateOnly: false },
    'controller',
  );
  expect(answer.results).toEqual(
    expect.arrayContaining([
      { type: 'topic', name: good, errorCode: 0, errorMessage: null },
      { type: 'topic', name: bad, errorCode: 40, errorMessage: expect.stringContaining('soon') },
    ]),
  );
  expect(await expectOverrides(cluster, good, 0)).toEqual({});
}

async function tellsAll(cluster: ClusterUnderTest): Promise<void> {
  const { connection } = cluster;
  const name = await cluster.topic({ configs: [retention] });
  const resources = [
    { type: 'topic', name: 'nowhere', keys: null },
    { type: 'topic', name, keys: ['retention.ms', 'cleanup.policy'] },
    { type: 'broker', name: '1', keys: ['node.id'] },
  ] as const;
  const { results } = await connection.send(describeConfigs, { resources }, 1);
  const [nowhere, topic, broker] = results;
  expect(nowhere).toMatchObject({ name: 'nowhere', errorCode: 3, configs: [] });
  expect(topic?.configs.find((config) => config.name === 'retention.ms')).toEqual({
    ...{ ...retention, readOnly: false, sensitive: false, type: 'LONG', source: 'DYNAMIC_TOPIC_CONFIG' },
    synonyms: [{ ...retention, source: 'DYNAMIC_TOPIC_CONFIG' }],
  });
  expect(topic?.configs.find((config) => config.name === 'cleanup.policy')).toMatchObject({
    ...{ value: 'delete', type: 'LIST', source: 'DEFAULT_CONFIG' },
    synonyms: [{ name: 'log.cleanup.policy', value: 'delete', source: 'DEFAULT_CONFIG' }],
  });
  expect(broker?.configs).toMatchObject([{ name: 'node.id', value: '1', readOnly: true }]);
}

/** The topic's own values, once there are so many: a broker learns of a change a moment after it is accepted. */
async function expectOverrides(
  cluster: ClusterUnderTest,
  name: string,
  count: number,
): Promise<Record<string, string | null>> {
  const resources = [{ type: 'topic', name, keys: null }] as const;
  return found(`${name} has ${String(count)} overrides`, async () => {
    const { results } = await cluster.connection.send(describeConfigs, { resources }, 'any');
    const own = results[0]?.configs.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') ?? [];
    if (own.length !== count) return undefined;
    return Object.fromEntries(own.map((config) => [config.name, config.value]));
  });
}
