import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredTopics, observedTopics } from '../../../test/arbitraries/topics.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { readYaml } from '../../../lib/adapters/yaml-document.ts';
import { readDocuments } from './read-documents.ts';
import { sameValue } from './core/config-value.ts';
import { diff } from './core/diff.ts';
import { type Change, type Consent, CONSENTS } from './core/operation.ts';
import { resolveTopics } from './core/resolve-topics.ts';
import { rollbackOf } from './core/rollback.ts';
import { stepsOf } from './core/step.ts';
import type { DesiredTopic, ObservedTopic } from './core/topic.ts';

const ALL: ReadonlySet<Consent> = new Set(CONSENTS);

async function planned(
  cluster: FakeTopicCluster,
  desired: readonly DesiredTopic[],
): Promise<readonly Change[]> {
  const observed = await cluster.observe(desired.map(({ name }) => name));
  return diff(desired, observed, ALL).changes;
}

/** Makes the steps for which `isMade` says so, and gives their changes. */
async function make(
  cluster: FakeTopicCluster,
  changes: readonly Change[],
  isMade: (index: number) => boolean,
): Promise<Change[]> {
  const steps = stepsOf(changes).filter((_, index) => isMade(index));
  for (const { step } of steps) await cluster.execute([step]);
  return steps.flatMap((step) => [...step.changes]);
}

/** The topics that the documents of a rollback want. */
function read(text: string): readonly DesiredTopic[] {
  const yaml = readYaml('rollback.yaml', text);
  const { documents, problems } = readDocuments(yaml.documents);
  const resolved = resolveTopics(documents, null);
  expect([...yaml.problems, ...problems, ...resolved.problems]).toEqual([]);
  return resolved.topics;
}

function differences(before: ObservedTopic, after: ObservedTopic | undefined): string[] {
  return [...before.config].flatMap(([name, { type, override }]) => {
    const now = after?.config.get(name)?.override;
    const isSame =
      typeof override === 'string' && typeof now === 'string'
        ? sameValue(type, override, now)
        : override === now;
    return isSame ? [] : [`${before.name} ${name}: ${String(override)} is ${String(now)}`];
  });
}

test('the rollback of whatever was made of a plan brings every override back, and touches no other topic', () =>
  fc.assert(
    fc.asyncProperty(
      desiredTopics,
      observedTopics,
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      async (desired, observed, isMade) => {
        const cluster = new FakeTopicCluster();
        for (const topic of observed) cluster.topics.set(topic.name, topic);
        const plan = await planned(cluster, desired);
        const made = await make(cluster, plan, (index) => isMade[index] ?? false);
        const afterwards = new Map(cluster.topics);
        const { text, lasting } = rollbackOf(made, { planned: plan, topics: desired });
        const unsaid = lasting.filter(({ because }) => because.includes('would be refused in a file'));
        await make(cluster, await planned(cluster, read(text)), () => true);
        const lost = observed.flatMap((topic) => differences(topic, cluster.topics.get(topic.name)));
        expect(lost).toHaveLength(unsaid.length);
        const known = new Set(observed.map(({ name }) => name));
        const others = [...afterwards].filter(([name]) => !known.has(name));
        expect(others.filter(([name, topic]) => cluster.topics.get(name) !== topic)).toEqual([]);
      },
    ),
  ));

test('what cannot be taken back is told', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, async (desired, observed) => {
      const cluster = new FakeTopicCluster();
      for (const topic of observed) cluster.topics.set(topic.name, topic);
      const plan = await planned(cluster, desired);
      const { lasting, text } = rollbackOf(plan, { planned: plan, topics: desired });
      const told = new Set(lasting.map(({ operation }) => operation));
      const final = plan.filter(
        ({ operation: { kind } }) => kind === 'create-topic' || kind === 'add-partitions',
      );
      expect(final.filter(({ operation }) => !told.has(operation))).toEqual([]);
      expect(text.split('\n').filter((line) => line.startsWith('# Stays: '))).toHaveLength(lasting.length);
    }),
  ));
