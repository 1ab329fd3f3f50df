import { describe, expect, test } from '@jest/globals';
import { desiredTopic } from '../../../../test/builders/desired-topic.ts';
import { observedConfig, observedTopic, withConfig } from '../../../../test/builders/observed-topic.ts';
import { diff } from './diff.ts';
import type { Consent } from './operation.ts';
import type { DesiredTopic, ObservedTopic } from './topic.ts';

const ALLOWED = new Set<Consent>(['prune', 'weaken-durability']);

describe('an override of min.insync.replicas is taken away', () => {
  const topic = (override: string, inherited: string | null): ObservedTopic =>
    withConfig(
      observedTopic('posts', { replicas: [2, 2, 2] }),
      'min.insync.replicas',
      observedConfig('INT', inherited, override),
    );
  const none = desiredTopic('posts', { replicationFactor: 2, config: { 'min.insync.replicas': null } });
  const HARM = 'with 2 replicas no acks=all producer could write';

  test.each<[string, DesiredTopic, ObservedTopic, string]>([
    [
      'for more than the replicas',
      none,
      topic('1', '3'),
      `becomes 3, from a default of the brokers: ${HARM}`,
    ],
    ['for what cannot be seen', none, topic('1', null), 'min.insync.replicas cannot be seen'],
    ['for as many as the replicas', none, topic('1', '2'), 'not blocked'],
    ['for less', none, topic('2', '1'), 'not blocked'],
    ['for less, though it is still more than the replicas', none, topic('4', '3'), 'not blocked'],
    ['as no file names it', desiredTopic('posts', { replicationFactor: 2 }), topic('1', '3'), HARM],
    [
      'as no file names it and the files own the topic',
      desiredTopic('posts', { replicationFactor: 2, configs: 'owned' }),
      topic('1', '3'),
      HARM,
    ],
  ])('%s', (_, desired, observed, because) => {
    const observation = { kind: 'present', topic: observed } as const;
    const [change] = diff([desired], new Map([[observed.name, observation]]), ALLOWED).changes;
    expect(change?.operation.kind).toBe('unset-config');
    expect(change?.blocked?.because ?? 'not blocked').toContain(because);
  });
});
