import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConfigChange } from './core/operation.ts';
import type { Step } from './core/step.ts';
import type { TopicName } from './core/topic.ts';
import { inBatches } from './kafka-requests.ts';

/** What KRaft makes of one request at most. */
const LIMIT = 10_000;

/** The records that a step is: a topic, each partition and each config. */
interface Sized {
  readonly step: Step;
  readonly records: number;
}

const config = { kind: 'set-config', topicId: 'id', before: null, after: '1', sensitive: false } as const;
const changes = (topic: TopicName, count: number): ConfigChange[] =>
  Array.from({ length: count }, (_, index) => ({ ...config, topic, name: `config-${String(index)}` }));

const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12_000 }));
const sized = fc
  .record({ kind: fc.constantFrom('create-topic', 'alter-config', 'add-partitions', 'delete-topic'), size })
  .map(({ kind, size: count }): Sized => stepOf(kind, count));

function stepOf(kind: Step['kind'], count: number): Sized {
  const topic = 'posts' as TopicName;
  switch (kind) {
    case 'create-topic': {
      const configs = [{ name: 'retention.ms', value: '1' }];
      const counts = { partitions: count, replicationFactor: 3, config: configs };
      return { step: { kind, topic, ...counts }, records: count + 2 };
    }
    case 'alter-config': {
      // A topic has some forty configs.
      const few = Math.min(count, 40);
      return { step: { kind, topic, topicId: 'id', changes: changes(topic, few) }, records: few };
    }
    case 'add-partitions':
      return { step: { kind, topic, topicId: 'id', before: 3, after: 3 + count }, records: count };
    case 'delete-topic':
      return { step: { kind, topic, topicId: 'id', unusedForMs: 0 }, records: 1 };
  }
}

const plans = fc.array(sized, { maxLength: 300 });

test('no batch is more than KRaft takes at once, unless it is one step', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const records = new Map(plan.map((each) => [each.step, each.records]));
      for (const batch of inBatches(plan.map(({ step }) => step)).filter(({ length }) => length > 1)) {
        expect(batch.reduce((sum, step) => sum + (records.get(step) ?? 0), 0)).toBeLessThanOrEqual(LIMIT);
      }
    }),
  );
});

test('each step is in one batch, with others of its kind, in their order', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const steps = plan.map(({ step }) => step);
      const batches = inBatches(steps);
      for (const batch of batches) expect(new Set(batch.map(({ kind }) => kind)).size).toBe(1);
      const byKind = (all: readonly Step[]): Step[][] => [...Map.groupBy(all, ({ kind }) => kind).values()];
      expect(byKind(batches.flat())).toEqual(byKind(steps));
    }),
  );
});
