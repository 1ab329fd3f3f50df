import { expect, test } from '@jest/globals';
import { observedConfig, observedTopic, withConfig } from '../../../../test/builders/observed-topic.ts';
import type { Step } from './step.ts';
import { stepState } from './step-state.ts';
import type { Observation, ObservedTopic, TopicName } from './topic.ts';

const topic = 'posts' as TopicName;
const topicId = 'id-of-posts';
const create: Step = {
  kind: 'create-topic',
  topic,
  partitions: 3,
  replicationFactor: 3,
  config: [{ name: 'retention.ms', value: '1000' }],
};
const change = { topic, topicId, name: 'retention.ms', sensitive: false };
const alter: Step = {
  kind: 'alter-config',
  topic,
  topicId,
  changes: [{ ...change, kind: 'set-config', before: null, after: '1000' }],
};
const unset: Step = {
  ...{ kind: 'alter-config', topic, topicId },
  changes: [{ ...change, kind: 'unset-config', before: '1000', after: null, inherited: '604800000' }],
};
const over: Step = {
  ...{ kind: 'alter-config', topic, topicId },
  changes: [{ ...change, kind: 'set-config', before: null, after: '1000', inherited: '604800000' }],
};
const grow: Step = { kind: 'add-partitions', topic, topicId, before: 3, after: 6 };

const present = (observed: ObservedTopic): Observation => ({ kind: 'present', topic: observed });
const untouched = observedTopic('posts');
const altered = withConfig(untouched, 'retention.ms', observedConfig('LONG', '604800000', '1000'));
const fallen = withConfig(untouched, 'retention.ms', observedConfig('LONG', '3600000', '1000'));
const unknown = withConfig(untouched, 'retention.ms', observedConfig('LONG', null, '1000'));
const moved = withConfig(untouched, 'retention.ms', observedConfig('LONG', '604800000', '5'));
const reborn = observedTopic('posts', { id: 'another' });
const sized = (partitions: number): ObservedTopic =>
  observedTopic('posts', { replicas: Array.from({ length: partitions }, () => 3) });

test.each<[string, Step, Observation, string]>([
  ['a create of nothing', create, { kind: 'absent' }, 'ready'],
  ['a create of what is there as wanted', create, present(altered), 'done'],
  ['a create of what is there otherwise', create, present(untouched), 'stale'],
  ['a create that cannot be seen', create, { kind: 'unknown', because: '?' }, 'stale'],
  ['a config as the plan saw it', alter, present(untouched), 'ready'],
  ['a config that is set already', alter, present(altered), 'done'],
  ['a config that somebody changed', alter, present(moved), 'stale'],
  ['a config of a topic that is gone', alter, { kind: 'absent' }, 'stale'],
  ['a config of a topic made again', alter, present(reborn), 'stale'],
  ['an unset that brings the value of the plan', unset, present(altered), 'ready'],
  ['an unset that would bring another value', unset, present(fallen), 'stale'],
  ['an unset that would bring nobody knows what', unset, present(unknown), 'stale'],
  ['an unset that is made', unset, present(untouched), 'done'],
  ['a set over the default of the plan', over, present(untouched), 'ready'],
  [
    'a set over another default, by which it may go the other way',
    over,
    present(withConfig(untouched, 'retention.ms', observedConfig('LONG', '500'))),
    'stale',
  ],
  ['partitions as the plan saw them', grow, present(untouched), 'ready'],
  ['partitions that are there already', grow, present(sized(6)), 'done'],
  ['partitions that somebody added', grow, present(sized(4)), 'stale'],
])('%s', (_, step, now, kind) => {
  expect(stepState(step, now).kind).toBe(kind);
});

test.each<[Step, Observation, string]>([
  [alter, present(moved), 'retention.ms is 5 now, and was without an override'],
  [unset, present(fallen), 'retention.ms without an override is 3600000 now, and was 604800000'],
  [grow, present(sized(4)), 'the topic had 3 partitions and has 4 now'],
  [
    create,
    present(observedTopic('posts', { replicas: [1] })),
    'somebody else made a topic of this name: it has 1 partition, not 3, its replication factor is 1, not 3, ' +
      'its retention.ms is without an override, not 1000',
  ],
])('what is stale says what moved: %#', (step, now, because) => {
  expect(stepState(step, now)).toEqual({ kind: 'stale', because });
});
