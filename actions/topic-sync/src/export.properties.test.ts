import process from 'node:process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foundTopics } from '../../../test/arbitraries/found-topics.ts';
import { topicSyncInputs } from '../../../test/builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../../../test/fakes/fake-topic-ports.ts';
import type { Exported } from './core/export/exported.ts';
import { CONSENTS } from './core/operation.ts';
import { THROTTLE_KEYS, type ObservedTopic } from './core/topic.ts';
import type { Ports } from './ports.ts';
import { run } from './run.ts';

const DEFAULTS = `apiVersion: kafka-fleet/v1
kind: TopicDefaults
spec: { partitions: 4, replicationFactor: 3, config: { retention.ms: 3d, vendor.key: x, segment.ms: null } }
`;

/** 0 where nobody said. */
const MOST_CASES = Number(process.env['GENERATED_CASES'] ?? 0);

type Texts = Readonly<Record<string, string>>;

const NO_DEFAULTS: Texts = {};

function clusterOf(topics: readonly ObservedTopic[]): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  for (const topic of topics) cluster.topics.set(topic.name, topic);
  return cluster;
}

async function exported(
  cluster: FakeTopicCluster,
  before: Texts,
  to: string,
): Promise<{ readonly exported: Exported; readonly texts: Texts }> {
  let texts: Texts = {};
  const ports: Ports = {
    ...fakeTopicPorts(before, cluster),
    writeNew: (made) => {
      texts = Object.fromEntries(made);
      return Promise.resolve({ written: [...made.keys()], unchanged: [] });
    },
  };
  const done = await run(
    topicSyncInputs({ command: 'export', allowEmpty: true, exporting: { from: 'cluster', to } }),
    ports,
  );
  if (done.kind !== 'exported') throw new Error('nothing was exported');
  return { exported: done.exported, texts };
}

test('what is exported plans to no change, whatever is allowed, and everything else is named', async () => {
  await fc.assert(
    fc.asyncProperty(
      foundTopics,
      fc.constantFrom<Texts>(NO_DEFAULTS, { 'defaults.yaml': DEFAULTS }),
      fc.constantFrom('topics', 'topics/all.yaml'),
      async (topics, before, to) => {
        const cluster = clusterOf(topics);
        const found = await exported(cluster, before, to);
        const after = fakeTopicPorts({ ...before, ...found.texts }, cluster);
        const inputs = topicSyncInputs({ consents: new Set(CONSENTS), allowEmpty: true });
        const planned = await run(inputs, after);
        if (planned.kind !== 'synced') throw new Error('nothing was planned');
        expect(planned.result.plan.changes).toEqual([]);
        expect(planned.result.plan.declared).toBe(found.exported.topics);
        expectAllNamed(
          { topics, hasDefaults: before !== NO_DEFAULTS, text: Object.values(found.texts).join('') },
          found.exported,
        );
        expect(cluster.asked.filter((asked) => /^(create|alter|delete|add)/.test(asked))).toEqual([]);
      },
    ),
    // Each reads some twenty documents three times; more where more were asked for.
    { numRuns: Math.max(30, MOST_CASES) },
  );
});

const FAIR = /belongs to|Kafka keeps its own state|have \d+ and .* replicas|collides with/;

interface Given {
  readonly topics: readonly ObservedTopic[];
  readonly hasDefaults: boolean;
  readonly text: string;
}

function expectAllNamed({ topics, hasDefaults, text }: Given, { leftOut }: Exported): void {
  const wholes = leftOut.filter(({ config }) => config === null);
  const whole = new Set(wholes.map(({ topic }) => topic));
  // A draft that the cluster is not like would be left out too: never where nothing but the topic says what it is.
  const fair = hasDefaults ? new RegExp(`${FAIR.source}|the files would change it`) : FAIR;
  expect(wholes.filter(({ because }) => !fair.test(because))).toEqual([]);
  expect(topics.length - whole.size).toBe(text.split('kind: Topic\n').length - 1);
  const written = topics.filter((topic) => !whole.has(topic.name));
  const lost = written.flatMap(({ name, config }) =>
    [...config]
      .filter(([key, { override }]) => override !== undefined && !THROTTLE_KEYS.has(key))
      .filter(([key, { sensitive }]) => sensitive || !text.includes(key))
      .filter(([key]) => !leftOut.some((each) => each.topic === name && each.config === key))
      .map(([key]) => [name, key]),
  );
  expect(lost).toEqual([]);
  for (const key of THROTTLE_KEYS) expect(text).not.toContain(key);
  expect(text).not.toContain('vendor.password');
}
