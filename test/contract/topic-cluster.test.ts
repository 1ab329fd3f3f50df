import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConfigChange, CreateTopic } from '../../actions/topic-sync/src/core/operation.ts';
import type { Step } from '../../actions/topic-sync/src/core/step.ts';
import type { Observation, ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { applyContract } from './apply-contract.ts';
import { exportContract } from './export-contract.ts';
import { placementContract } from './placement-contract.ts';
import { reassignContract } from './reassign-contract.ts';
import { expectRolledBack } from './rolled-back.ts';
import { surveyContract } from './survey-contract.ts';
import { useContract } from './use-contract.ts';
import { labOf, type Subject, SUBJECTS } from './topic-subjects.ts';

const START_MS = 300_000;
const WEEK = '604800000';

// What the story and its tests rely on, the same for the fake and for real clusters.
describe.each(SUBJECTS)('%s', (_, kind, start) => {
  let subject: Subject;
  let cluster: TopicCluster;
  let made = 0;

  beforeAll(async () => {
    subject = await start();
    cluster = subject.cluster;
  }, START_MS);
  afterAll(async () => {
    await subject[Symbol.asyncDispose]();
  });

  const newName = (): TopicName => `made-${String((made += 1))}` as TopicName;

  /** Reads until all brokers agree about a topic that is there. */
  async function settled(name: TopicName): Promise<ObservedTopic> {
    for (let look = 0; look < 200; look += 1) {
      const observation = await only(cluster, name, 'observeEverywhere');
      if (observation.kind === 'present') return observation.topic;
      await sleep(50);
    }
    throw new Error(`${name} does not settle`);
  }

  async function create(wanted: Partial<CreateTopic> = {}): Promise<ObservedTopic> {
    const step = creation(newName(), wanted);
    expect(await cluster.execute([step])).toEqual([{ kind: 'accepted' }]);
    return settled(step.topic);
  }

  const change = (topic: ObservedTopic, name: string, after: string | null): ConfigChange => ({
    kind: after === null ? 'unset-config' : 'set-config',
    topic: topic.name,
    topicId: topic.id,
    name,
    before: topic.config.get(name)?.override ?? null,
    after,
    sensitive: false,
  });

  const alteration = (topic: ObservedTopic, changes: Readonly<Record<string, string | null>>): Step => ({
    kind: 'alter-config',
    topic: topic.name,
    topicId: topic.id,
    changes: Object.entries(changes).map(([name, after]) => change(topic, name, after)),
  });

  function overrides({ config }: ObservedTopic): object {
    const own = [...config].filter(([, { override }]) => override !== undefined);
    return Object.fromEntries(own.map(([name, { override }]) => [name, override ?? null]));
  }

  test('says which cluster it is', async () => {
    expect(await cluster.clusterId()).toBe(await cluster.clusterId());
  });

  test('a topic that nobody made is absent', async () => {
    expect(await only(cluster, newName(), 'observe')).toEqual({ kind: 'absent' });
    expect(await only(cluster, newName(), 'observeEverywhere')).toEqual({ kind: 'absent' });
  });

  test('to validate makes nothing', async () => {
    const step = creation(newName());
    expect(await cluster.validate([step])).toEqual([{ kind: 'accepted' }]);
    expect(await only(cluster, step.topic, 'observeEverywhere')).toEqual({ kind: 'absent' });
  });

  test('a topic is made with its counts and overrides, and tells what it inherits', async () => {
    const topic = await create({ partitions: 4, config: [{ name: 'flush.ms', value: '1000' }] });
    expect(topic.replicas).toEqual([2, 2, 2, 2]);
    expect(overrides(topic)).toEqual({ 'flush.ms': '1000' });
    expect(topic.config.get('retention.ms')).toMatchObject({
      type: 'LONG',
      override: undefined,
      inherited: WEEK,
      sensitive: false,
    });
  });

  test('a topic that is there already is unclear: only reading can tell', async () => {
    const { name } = await create();
    expect(await cluster.execute([creation(name)])).toMatchObject([{ kind: 'unclear' }]);
  });

  test('configs are set and unset together, and the others stay', async () => {
    const config = [
      { name: 'flush.ms', value: '1000' },
      { name: 'max.message.bytes', value: '2000000' },
    ];
    const topic = await create({ config });
    const step = alteration(topic, { 'flush.ms': null, 'retention.ms': '-1' });
    expect(await cluster.validate([step])).toEqual([{ kind: 'accepted' }]);
    expect(overrides(await settled(topic.name))).toEqual({
      'flush.ms': '1000',
      'max.message.bytes': '2000000',
    });
    expect(await cluster.execute([step])).toEqual([{ kind: 'accepted' }]);
    await expectSoon(async () => {
      expect(overrides(await settled(topic.name))).toEqual({
        'retention.ms': '-1',
        'max.message.bytes': '2000000',
      });
    });
  });

  test('partitions are added', async () => {
    const { name, id } = await create({ partitions: 1 });
    const step: Step = { kind: 'add-partitions', topic: name, topicId: id, before: 1, after: 3 };
    expect(await cluster.validate([step])).toEqual([{ kind: 'accepted' }]);
    expect(await cluster.execute([step])).toEqual([{ kind: 'accepted' }]);
    await expectSoon(async () => {
      expect((await settled(name)).replicas).toEqual([2, 2, 2]);
    });
  });

  test('each step has its own answer, in the order of the steps', async () => {
    const [one, other] = [await create(), await create()];
    const strange = alteration(one, { 'vendor.key': '1' });
    const steps = [
      strange,
      creation(newName()),
      creation(newName(), { replicationFactor: 9 }),
      alteration(other, { 'flush.ms': '1' }),
    ];
    const answers = await cluster.validate(steps);
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'accepted', 'refused', 'accepted']);
    expect(answers[0]).toEqual({
      kind: 'refused',
      message: expect.stringContaining('INVALID_CONFIG: Unknown topic config name: vendor.key'),
    });
    expect(answers[2]).toEqual({
      kind: 'refused',
      message: expect.stringContaining('INVALID_REPLICATION_FACTOR'),
    });
    expect(await cluster.execute([strange])).toMatchObject([{ kind: 'refused' }]);
  });

  surveyContract(() => ({ cluster, create, newName }));
  exportContract(() => ({ cluster, create }));

  describe('use', () => {
    useContract(() => ({ subject, create, createLog: () => create({ partitions: 1 }) }));
  });

  describe('replicas', () => {
    reassignContract(() => ({ cluster, create }));
    placementContract(() => ({ cluster, newName }));
  });

  test('the rollback documents of an apply bring the overrides back', async () => {
    const config = [
      { name: 'flush.ms', value: '1000' },
      { name: 'max.message.bytes', value: '1500000' },
    ];
    await expectRolledBack(cluster, await create({ config }));
  });

  if (kind === 'real') {
    describe('an apply', () => {
      applyContract(() => ({ cluster, lab: labOf(subject), create }));
    });
  }
});

const creation = (topic: TopicName, wanted: Partial<CreateTopic> = {}): CreateTopic => ({
  kind: 'create-topic',
  topic,
  partitions: 2,
  replicationFactor: 2,
  config: [],
  ...wanted,
});

async function only(
  cluster: TopicCluster,
  name: TopicName,
  how: 'observe' | 'observeEverywhere',
): Promise<Observation> {
  const found = (await cluster[how]([name])).get(name);
  if (found === undefined) throw new Error(`there is no answer for ${name}`);
  return found;
}

/** Brokers show a change a moment after the controller made it. */
async function expectSoon(assertion: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const failed = await assertion().then(
      () => false,
      () => true,
    );
    if (!failed) return;
    await sleep(50);
  }
  await assertion();
}
