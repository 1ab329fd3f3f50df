import { expect, test } from '@jest/globals';
import type { PlannedStep, Step } from './step.ts';
import { stepBatches } from './step-batches.ts';
import type { TopicName } from './topic.ts';

const planned = (step: Step): PlannedStep => ({ step, changes: [], late: false });
const creation = (name: string): PlannedStep => {
  const counts = { partitions: 1, replicationFactor: 1, config: [] };
  return planned({ kind: 'create-topic', topic: name as TopicName, ...counts });
};
const growth = (name: string): PlannedStep =>
  planned({ kind: 'add-partitions', topic: name as TopicName, topicId: 'id', before: 1, after: 2 });
const deletion = (name: string): PlannedStep =>
  planned({ kind: 'delete-topic', topic: name as TopicName, topicId: 'id', unusedForMs: 0 });

const sizes = (steps: readonly PlannedStep[]): number[] => stepBatches(steps).map(({ length }) => length);

test('fifty steps at most are made together, in their order', () => {
  const steps = Array.from({ length: 120 }, (_, at) => creation(`t${String(at)}`));
  expect(sizes(steps)).toEqual([50, 50, 20]);
  expect(stepBatches(steps).flat()).toEqual(steps);
});

test('of one kind and of different topics', () => {
  expect(sizes([creation('a'), creation('b'), growth('c'), growth('c'), creation('d')])).toEqual([
    2, 1, 1, 1,
  ]);
});

test('a deletion is made alone', () => {
  expect(sizes([deletion('a'), deletion('b')])).toEqual([1, 1]);
});
