import { expect, test } from '@jest/globals';
import type { RepositorySettings, SeenRepository } from '../../../../lib/core/ecr-repository.ts';
import { mayMove, repositoryDrift } from './repository-drift.ts';

const WANTED: RepositorySettings = {
  tagMutability: 'IMMUTABLE',
  mutableTags: ['env-*'],
  scanOnPush: true,
  kmsKey: null,
  lifecyclePolicy: null,
  tags: {},
};

const SEEN: SeenRepository = {
  tagMutability: 'IMMUTABLE_WITH_EXCLUSION',
  mutableTags: ['env-*'],
  scanOnPush: true,
  kmsKey: null,
  lifecyclePolicy: null,
};

test('a repository as it is wanted has not drifted', () => {
  expect(repositoryDrift(WANTED, SEEN)).toEqual([]);
});

test.each<[string, Partial<SeenRepository>, boolean]>([
  ['tag mutability', { tagMutability: 'MUTABLE', mutableTags: [] }, true],
  ['tag mutability', { mutableTags: ['env-*', '*'] }, true],
  ['scan on push', { scanOnPush: false }, true],
  ['encryption key', { kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/other' }, false],
])('%s that differs is drift', (setting, change, canBeFixed) => {
  expect(repositoryDrift(WANTED, { ...SEEN, ...change })).toEqual([
    expect.objectContaining({ setting, canBeFixed }),
  ]);
});

test('a lifecycle policy counts where the file has one, however it is written', () => {
  const wanted = { ...WANTED, lifecyclePolicy: '{"rules":[{"rulePriority":1,"action":{"type":"expire"}}]}' };
  const seen = (lifecyclePolicy: string | null) => repositoryDrift(wanted, { ...SEEN, lifecyclePolicy });
  expect(seen('{ "rules": [ { "action": {"type": "expire"}, "rulePriority": 1 } ] }')).toEqual([]);
  expect(seen(null)).toEqual([expect.objectContaining({ setting: 'lifecycle policy', seen: 'none' })]);
  expect(seen('no JSON')).toEqual([expect.objectContaining({ seen: 'no JSON' })]);
  expect(repositoryDrift(WANTED, { ...SEEN, lifecyclePolicy: '{}' })).toEqual([]);
});

test.each([
  ['MUTABLE', [], 'anything', true],
  ['IMMUTABLE', [], 'env-prod', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['env-*'], 'env-prod', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['env-*'], 'c-1', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['env'], 'env-prod', false],
  ['IMMUTABLE_WITH_EXCLUSION', ['*-prod'], 'env-prod', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['e*v*prod'], 'env-prod', true],
  ['IMMUTABLE_WITH_EXCLUSION', ['e*prod*prod'], 'env-prod', false],
  ['MUTABLE_WITH_EXCLUSION', ['env-*'], 'env-prod', false],
  ['MUTABLE_WITH_EXCLUSION', ['env-*'], 'c-1', true],
  ['SOMETHING_NEW', ['env-*'], 'env-prod', false],
])('in a repository that is %s (%j) the tag %s may move: %j', (tagMutability, mutableTags, tag, expected) => {
  expect(mayMove(tag, { ...SEEN, tagMutability, mutableTags })).toBe(expected);
});
