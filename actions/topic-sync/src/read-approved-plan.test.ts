import { describe, expect, test } from '@jest/globals';
import { planIdentity, sha256 } from '../../../test/builders/plan-identity.ts';
import type { Change } from './core/operation.ts';
import { planDigest } from './core/plan-identity.ts';
import { planReport } from './core/report.ts';
import type { TopicName } from './core/topic.ts';
import { readApprovedPlan } from './read-approved-plan.ts';

const creation = (topic: string): Change => ({
  operation: {
    kind: 'create-topic',
    topic: topic as TopicName,
    partitions: 1,
    replicationFactor: 1,
    config: [],
  },
  ...({
    because: '',
    risk: 'safe',
    riskBecause: null,
    blocked: null,
    notValidated: null,
    standing: null,
  } as const),
  place: { file: 'x.yaml', line: 1, column: 1 },
});
const secret: Change = {
  ...creation('s'),
  operation: {
    ...({ kind: 'set-config', topicId: 'id', name: 'x', before: null, after: 'password' } as const),
    topic: 's' as TopicName,
    sensitive: true,
  },
};
const NOTHING = { declared: 3, kept: [], unknown: [], warnings: [], others: [] };
const plan = { clusterId: 'c', ...NOTHING, changes: [creation('a'), creation('b'), secret] };
const identity = planIdentity(plan);
const digest = planDigest(identity, sha256);
const FILE = JSON.stringify(planReport({ plan, digest, identity }));

const read = (file: string) => readApprovedPlan(file, digest, sha256);

test('a plan file gives what was approved, and no secret', () => {
  expect(FILE).not.toContain('password');
  expect(read(FILE)).toMatchObject({
    clusterId: 'c',
    operations: [
      { digest: identity.operations[0], operation: { topic: 'a' } },
      { digest: identity.operations[1], operation: { topic: 'b' } },
      { digest: identity.operations[2], operation: { topic: 's', after: '(sensitive)' } },
    ],
  });
});

test('the order of the operations is no part of the digest', () => {
  const turned = { ...identity, operations: identity.operations.toReversed() };
  expect(planDigest(turned, sha256)).toBe(digest);
});

const edited = (file: string, from: string, to: string): string => {
  expect(file).toContain(from);
  return file.replace(from, to);
};

describe('a plan file is not believed when', () => {
  const cases: Record<string, readonly [(file: string) => string, string]> = {
    'it is no JSON': [() => 'not: json', 'it is no plan file of this version'],
    'it lacks digests': [(file) => edited(file, '"operation"', '"operator"'), 'it is no plan file'],
    'an operation has another digest': [
      (file) => file.replace(/"digest":"[\da-f]{64}"/, `"digest":"${'0'.repeat(64)}"`),
      'it is not the plan that expect-digest stands for',
    ],
    'an operation is not the one of its digest': [
      (file) => edited(file, '"topic":"a"', '"topic":"b"'),
      'an operation in it is not the one of its digest',
    ],
    'it is of another environment': [
      (file) => edited(file, '"environment":""', '"environment":"dev"'),
      'it is not the plan that expect-digest stands for',
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [forge, message]) => {
    expect(() => read(forge(FILE))).toThrow(message);
  });
});
