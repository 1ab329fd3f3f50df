import { expect, test } from '@jest/globals';
import type { CreateTopic } from '../../actions/topic-sync/src/core/operation.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';

const WEEK = '604800000';

interface Given {
  readonly cluster: TopicCluster;
  readonly create: (wanted?: Partial<CreateTopic>) => Promise<ObservedTopic>;
  readonly newName: () => TopicName;
}

/** What a plan begins with is what `list` and `observe` tell. */
export function surveyContract(given: () => Given): void {
  test('a survey lists all topics, and tells of some what observing them tells', () => tellsTheSame(given()));
  test('what is behind an override of the retention is told where it is to go', () => tellsBehind(given()));
  test('a topic inherits what the brokers tell that it would', () => tellsDefaults(given()));
}

async function tellsDefaults({ cluster, create }: Given): Promise<void> {
  const [defaults, { config }] = [await cluster.defaults(), await create()];
  const told = defaults.kind === 'known' ? [...defaults.values] : [];
  expect(told.map(([name]) => name)).toEqual(expect.arrayContaining(['min.insync.replicas', 'retention.ms']));
  expect(told.map(([name]) => [name, config.get(name)?.inherited])).toEqual(told);
}

async function tellsTheSame({ cluster, create, newName }: Given): Promise<void> {
  const [topic, nobody] = [await create(), newName()];
  const { listed, observed } = await cluster.survey([topic.name, nobody], new Set());
  expect(listed).toContainEqual({ name: topic.name, internal: false });
  expect(observed.get(topic.name)).toEqual({ kind: 'present', topic });
  expect(observed.get(nobody)).toEqual({ kind: 'absent' });
}

async function tellsBehind({ cluster, create }: Given): Promise<void> {
  const config = [{ name: 'retention.ms', value: '1000' }];
  const [going, staying] = [await create({ config }), await create({ config })];
  const names = [going.name, staying.name];
  const { observed } = await cluster.survey(names, new Set([staying.name]));
  const found = names.map((name) => observed.get(name));
  const overrides = found.map((each) =>
    each?.kind === 'present' ? each.topic.config.get('retention.ms')?.override : each,
  );
  expect(overrides).toEqual(['1000', '1000']);
  expect(found[0]).toEqual({ kind: 'present', topic: going });
  expect(going.config.get('retention.ms')).toMatchObject({ override: '1000', inherited: WEEK });
}
