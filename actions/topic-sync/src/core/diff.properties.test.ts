import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredTopics, observedTopics } from '../../../../test/arbitraries/topics.ts';
import { FakeTopicCluster } from '../../../../test/fakes/fake-topic-cluster.ts';
import { diff } from './diff.ts';
import { type Change, type Consent, CONSENTS, type Operation } from './operation.ts';
import { stepsOf } from './step.ts';
import { type DesiredTopic, effective, type ObservedTopic } from './topic.ts';

const ALL: ReadonlySet<Consent> = new Set(CONSENTS);
const NONE: ReadonlySet<Consent> = new Set();

function clusterOf(topics: readonly ObservedTopic[]): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  for (const topic of topics) cluster.topics.set(topic.name, topic);
  return cluster;
}

async function compare(
  cluster: FakeTopicCluster,
  desired: readonly DesiredTopic[],
  consents: ReadonlySet<Consent>,
): Promise<Change[]> {
  const observed = await cluster.observe(desired.map(({ name }) => name));
  return [...diff(desired, observed, consents).changes];
}

/** Makes what is not blocked. */
async function make(cluster: FakeTopicCluster, changes: readonly Change[]): Promise<void> {
  for (const { step } of stepsOf(changes.filter(({ blocked }) => blocked === null)))
    await cluster.execute([step]);
}

/** Fewer partitions cannot be, and replicas are moved by a story of their own. */
const NO_STEPS: readonly string[] = [
  'remove-partitions',
  'change-replication-factor',
] satisfies Operation['kind'][];

test('what was made is not different any more; only what is no step is left', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, async (desired, observed) => {
      const cluster = clusterOf(observed);
      await make(cluster, await compare(cluster, desired, ALL));
      const left = await compare(cluster, desired, ALL);
      expect(left.map(({ operation }) => operation.kind).filter((kind) => !NO_STEPS.includes(kind))).toEqual(
        [],
      );
    }),
  ));

test('without consent nothing that is kept is lost: no retention goes down, no policy gains a way to delete', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, async (desired, observed) => {
      const cluster = clusterOf(observed);
      await make(cluster, await compare(cluster, desired, NONE));
      for (const before of observed) {
        const after = cluster.topics.get(before.name);
        for (const name of ['retention.ms', 'retention.bytes']) {
          expect(keptFor(after, name)).toBeGreaterThanOrEqual(keptFor(before, name));
        }
        expect(policies(before)).toEqual(expect.arrayContaining(policies(after)));
        expect([allowsUnclean(before), allowsUnclean(after)]).not.toEqual([false, true]);
      }
    }),
  ));

test('topics and keys that no file names are untouched', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, async (desired, observed) => {
      const cluster = clusterOf(observed);
      await make(
        cluster,
        await compare(cluster, desired, new Set(['shrink-retention', 'repartition-keyed'])),
      );
      for (const before of observed) {
        const declared = desired.find(({ name }) => name === before.name);
        const after = cluster.topics.get(before.name);
        for (const [name, config] of before.config) {
          const expected = declared?.config.has(name) === true ? after?.config.get(name) : config;
          expect(after?.config.get(name)).toEqual(expected);
        }
      }
    }),
  ));

test('the order of the documents and of the answers is irrelevant', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, async (desired, observed) => {
      const forward = await compare(clusterOf(observed), desired, NONE);
      const backward = await compare(clusterOf(observed.toReversed()), desired.toReversed(), NONE);
      expect(backward).toEqual(forward);
    }),
  ));

function keptFor(topic: ObservedTopic | undefined, name: string): bigint {
  const value = BigInt(effective(topic?.config.get(name)) ?? 0);
  return value < 0n ? 2n ** 64n : value;
}

const allowsUnclean = (topic: ObservedTopic | undefined): boolean =>
  effective(topic?.config.get('unclean.leader.election.enable'))?.toLowerCase() === 'true';

const policies = (topic: ObservedTopic | undefined): string[] =>
  (effective(topic?.config.get('cleanup.policy')) ?? '').split(',');
