import { describe, expect, test } from '@jest/globals';
import {
  blocks,
  files,
  isThere,
  sync,
  tombstone,
  topic,
  unused,
} from '../../../test/builders/buried-topic.ts';

describe('a policy on changes', () => {
  const policy = (rest = ''): string => `apiVersion: kafka-fleet/v1
kind: TopicPolicy
metadata: { name: fleet }
spec: { rules: { change-window: { closed: [Thu 00:00-24:00 UTC], from: irreversible } }${rest} }
`;

  // It is Thursday.
  test('is kept by deletions too, whether the Topic is still there or not', async () => {
    for (const documents of [[tombstone('old')], [topic('old'), tombstone('old')]]) {
      const cluster = unused();
      const result = await sync(cluster, { now: files(...documents, policy()) });
      expect(result.status).toBe('refused');
      expect(blocks(result)).toEqual([
        'old: changes that are irreversible or worse are not made in Thu 00:00-24:00 UTC (policy change-window)',
      ]);
      expect(isThere(cluster)).toBe(true);
    }
  });

  test('lets off where a waiver says so, and is about the topics that it names', async () => {
    const waiver = '{ rule: change-window, match: ol*, owner: a, reason: b, expires: 2026-01-01 }';
    for (const rest of [`, waivers: [${waiver}]`, ', match: [other]', ', environments: [prod]']) {
      const now = files(tombstone('old'), policy(rest));
      expect(await sync(unused(), { now })).toMatchObject({ status: 'applied' });
    }
  });

  test('a waiver by labels is not for a topic that no file declares any more', async () => {
    const waiver =
      ', waivers: [{ rule: change-window, labels: { tier: old }, owner: a, reason: b, expires: 2026-01-01 }]';
    const result = await sync(unused(), { now: files(tombstone('old'), policy(waiver)) });
    expect(result.status).toBe('refused');
  });
});
