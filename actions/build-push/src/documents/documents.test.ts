import { expect, test } from '@jest/globals';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { readRegistries, readSource } from './registries-document.ts';
import { readOneDocument } from '../read-one-document.ts';
import { DEFAULT_SETTINGS, repositorySettingsDocument, settingsOf } from './repository-settings-document.ts';

const settings = (spec: string) => {
  const text = `apiVersion: kafka-fleet/v1\nkind: RepositorySettings\nspec: ${spec}\n`;
  return readOneDocument({ file: 'repository.yaml', text }, repositorySettingsDocument, settingsOf);
};

test('settings that say nothing are the defaults', () => {
  expect(settings('{}')).toEqual({ ok: true, value: DEFAULT_SETTINGS });
});

test('settings that say everything', () => {
  const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
  const spec = `{ tagMutability: MUTABLE, mutableTags: [], scanOnPush: false, kmsKey: '${key}', lifecyclePolicy: { rules: [{ rulePriority: 1 }] }, tags: { team: content } }`;
  expect(settings(spec)).toEqual({
    ok: true,
    value: {
      tagMutability: 'MUTABLE',
      mutableTags: [],
      scanOnPush: false,
      kmsKey: key,
      lifecyclePolicy: '{"rules":[{"rulePriority":1}]}',
      tags: { team: 'content' },
    },
  });
});

test('every mistake in settings is told at its line', () => {
  const read = settings('{ tagMutability: SOMETIMES, scanOnPsh: true }');
  expect(read.ok ? [] : read.problems.map(describeProblem)).toEqual([
    'repository.yaml:3:24: spec.tagMutability is "SOMETIMES". Give IMMUTABLE or MUTABLE.',
    'repository.yaml:3:35: unknown key "spec.scanOnPsh". Did you mean scanOnPush?',
  ]);
});

test('registries of ECR and of others', () => {
  const text = `
- { account: "012345678901", region: eu-west-1, repository: kafka/consumer, role: "arn:aws:iam::012345678901:role/push" }
- { endpoint: "https://registry.example.com", repository: consumer }
- { region: eu-west-1, repository: consumer, endpoint: "http://127.0.0.1:5000" }`;
  const read = readRegistries(text);
  expect(read.ok && read.value.map(({ registry }) => registry)).toEqual([
    {
      kind: 'ecr',
      account: '012345678901',
      region: 'eu-west-1',
      role: 'arn:aws:iam::012345678901:role/push',
      endpoint: undefined,
    },
    { kind: 'plain', endpoint: 'https://registry.example.com' },
    {
      kind: 'ecr',
      account: undefined,
      region: 'eu-west-1',
      role: undefined,
      endpoint: 'http://127.0.0.1:5000',
    },
  ]);
});

test.each([
  // Without quotes YAML makes a number of it, and its first zero is gone.
  ['- { account: 123456789012, region: eu-west-1, repository: a }', 'line 1: 0.account'],
  ['- { repository: A, region: eu-west-1 }', 'A is no name of a repository'],
  ['- { repository: a }', 'a: it has no region'],
  ['- { repository: a, endpoint: "http://example.com" }', 'http://example.com is no endpoint'],
  ['- { repository: a, regoin: x }', 'Did you mean region?'],
  ['repository: a', 'the document is a map'],
  ['[', 'line 1'],
])('%s is refused', (text, told) => {
  const read = readRegistries(text);
  expect(read.ok ? '' : read.problems.map(describeProblem).join('\n')).toContain(told);
  expect(read.ok ? [] : read.problems.map(({ where }) => where)).toContain('input registries');
});

test('a source is named as a registry is, also by the host of ECR alone', () => {
  const role = 'arn:aws:iam::123456789012:role/source';
  const endpoint = 'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  expect(readSource(`{ repository: kafka/consumer, role: "${role}", endpoint: "${endpoint}" }`)).toEqual({
    ok: true,
    value: {
      repository: 'kafka/consumer',
      registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1', role, endpoint },
    },
  });
  expect(readSource('')).toEqual({ ok: true, value: null });
});

const OTHER = 'role: "arn:aws:iam::210987654321:role/push"';
test.each([
  ['its role is of account 210987654321', `account: "123456789012", region: eu-west-1, ${OTHER}`],
  [
    'its role is of account 210987654321',
    `endpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com", ${OTHER}`,
  ],
  [
    'its host is of account 123456789012 in eu-west-1, and 210987654321 in eu-west-1 is said',
    'account: "210987654321", endpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"',
  ],
  ['it has no region', 'account: "210987654321"'],
])('a source is refused: %s', (told, named) => {
  const read = readSource(`{ repository: kafka/consumer, ${named} }`);
  expect(read.ok ? '' : read.problems.map(describeProblem).join('\n')).toContain(
    `input source: kafka/consumer: ${told}`,
  );
});

test('no registries are no mistake', () => {
  expect(readRegistries(' \n')).toEqual({ ok: true, value: [] });
});
