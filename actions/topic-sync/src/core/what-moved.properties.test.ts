import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredTopics, observedTopics } from '../../../../test/arbitraries/topics.ts';
import { planIdentity } from '../../../../test/builders/plan-identity.ts';
import { FakeTopicCluster } from '../../../../test/fakes/fake-topic-cluster.ts';
import type { ApprovedPlan } from './approved-plan.ts';
import { diff } from './diff.ts';
import { type Consent, CONSENTS } from './operation.ts';
import { stepsOf } from './step.ts';
import type { DesiredTopic, ObservedTopic } from './topic.ts';
import { whatMoved } from './what-moved.ts';

const ALL: ReadonlySet<Consent> = new Set(CONSENTS);

async function planOf(cluster: FakeTopicCluster, desired: readonly DesiredTopic[]) {
  const observed = await cluster.observe(desired.map(({ name }) => name));
  const plan = { clusterId: 'c', ...diff(desired, observed, ALL) };
  return { plan, identity: planIdentity(plan), observed, replicas: null };
}

const approvedOf = ({ plan, identity }: Awaited<ReturnType<typeof planOf>>): ApprovedPlan => ({
  ...identity,
  operations: plan.changes.map(({ operation }, index) => ({
    operation,
    digest: identity.operations[index] ?? '',
  })),
});

function clusterOf(topics: readonly ObservedTopic[]): FakeTopicCluster {
  const cluster = new FakeTopicCluster();
  for (const topic of topics) cluster.topics.set(topic.name, topic);
  return cluster;
}

test('whichever steps of an approved plan were made, the rest of it may be made', () =>
  fc.assert(
    fc.asyncProperty(
      desiredTopics,
      observedTopics,
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      async (desired, observed, isMade) => {
        const cluster = clusterOf(observed);
        const approved = approvedOf(await planOf(cluster, desired));
        const steps = stepsOf(approved.operations.map(({ operation }) => changeOf(operation)));
        for (const [index, { step }] of steps.entries()) if (isMade[index]) await cluster.execute([step]);
        expect(whatMoved(approved, await planOf(cluster, desired))).toEqual([]);
      },
    ),
  ));

test('an operation that was not approved is told, always', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, observedTopics, async (desired, then, now) => {
      const approved = approvedOf(await planOf(clusterOf(then), desired));
      const found = await planOf(clusterOf(now), desired);
      const digests = new Set(approved.operations.map(({ digest }) => digest));
      const unapproved = found.identity.operations.filter((digest) => !digests.has(digest));
      const moved = whatMoved(approved, found);
      expect(moved.length).toBeGreaterThanOrEqual(unapproved.length);
    }),
  ));

const place = { file: 'x.yaml', line: 1, column: 1 };

const changeOf = (operation: ApprovedPlan['operations'][number]['operation']) => ({
  ...({
    because: '',
    risk: 'safe',
    riskBecause: null,
    blocked: null,
    notValidated: null,
    standing: null,
  } as const),
  operation,
  place,
});
