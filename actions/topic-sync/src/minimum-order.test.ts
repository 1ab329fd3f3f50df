import { expect, test } from '@jest/globals';
import { sync, wanted, world } from '../../../test/builders/moved-topic.ts';
import { observedConfig, withConfig } from '../../../test/builders/observed-topic.ts';
import type { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { effective, type ObservedConfig } from './core/topic.ts';

const MINIMUM = 'min.insync.replicas';
const integer = (inherited: string, override?: string): ObservedConfig =>
  observedConfig('INT', inherited, override);

/** Runs what wants two replicas; gives the minimum in force and the replicas as they were whenever one of them changed. */
async function moments(config: ObservedConfig, replicas: number[][], minimum: string): Promise<string[]> {
  const cluster = world(...replicas);
  for (const topic of cluster.topics.values())
    cluster.topics.set(topic.name, withConfig(topic, MINIMUM, config));
  const seen: string[] = [];
  const look = (): void => {
    const now = shown(cluster);
    if (seen.at(-1) !== now) seen.push(now);
  };
  cluster.world.after = look;
  cluster.beforeStep = look;
  const result = await sync(cluster, wanted(2, `, config: { ${MINIMUM}: ${minimum} }`));
  look();
  return [...seen.filter((moment) => !moment.includes('moving')), result.status];
}

function shown(cluster: FakeTopicCluster): string {
  const [topic] = cluster.topics.values();
  if (cluster.world.running.size > 0) return 'moving';
  return `${effective(topic?.config.get(MINIMUM)) ?? ''} of ${cluster.world
    .replicasOf('posts')
    .map(({ length }) => length)
    .join()}`;
}

const MIXED = [[1], [2, 3, 1], [3, 1, 2]];

test.each<[string, ObservedConfig, number[][], string, string[]]>([
  [
    'a higher one waits for the replicas, though others are dropped',
    integer('1', '1'),
    MIXED,
    '2',
    ['1 of 1,3,3', '1 of 2,2,2', '2 of 2,2,2'],
  ],
  ['so does one over a lower default', integer('1'), MIXED, '2', ['1 of 1,3,3', '1 of 2,2,2', '2 of 2,2,2']],
  [
    'a lower one comes first, though replicas are added',
    integer('1', '3'),
    MIXED,
    '2',
    ['3 of 1,3,3', '2 of 1,3,3', '2 of 2,2,2'],
  ],
  ['so does one over a higher default', integer('3'), MIXED, '2', ['3 of 1,3,3', '2 of 1,3,3', '2 of 2,2,2']],
  [
    'a higher one needs no replicas that are dropped',
    integer('1'),
    [
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
    ],
    '2',
    ['1 of 3,3,3', '2 of 3,3,3', '2 of 2,2,2'],
  ],
])('%s', async (_, config, replicas, minimum, expected) => {
  expect(await moments(config, replicas, minimum)).toEqual([...expected, 'applied']);
});
