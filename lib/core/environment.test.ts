import { describe, expect, test } from '@jest/globals';
import { environmentInputs, noEnvironment, readLayered, withRoleOf } from './environment.ts';
import { describeProblem, type Parsed, parsed, type Problem } from './problem.ts';
import { boolean, type RawInputs, readInputs, requiredText } from './read-inputs.ts';
import { written } from '../../test/builders/written.ts';

const place = { file: 'environments/prod.yaml', line: 1, column: 1 };

const HEAD = { apiVersion: 'kafka-fleet/v1', kind: 'Environment', metadata: { name: 'prod' } };
const suggest = (word: string): string | undefined =>
  word.endsWith('regon') ? 'spec.aws.region' : undefined;
const read = (value: unknown) => environmentInputs(written(value, place.file), suggest);
const problems = (outcome: Parsed<unknown> | { readonly problems: readonly Problem[] }): string[] =>
  'problems' in outcome ? outcome.problems.map(describeProblem) : [];
const layer = (explicit: RawInputs, inputs: RawInputs) =>
  readLayered(explicit, { ...noEnvironment(), inputs }, parsed);

test('keys become the inputs that they stand for; lists become lines, numbers and booleans their text', () => {
  const spec = {
    aws: { account: '012345678901', region: 'eu-west-1', roles: { reboot: 'arn:aws:iam::1:role/r' } },
    kafka: { bootstrapBrokers: ['a:9092', 'b:9092'], security: { protocol: 'SSL' } },
    reboot: { dryRun: false, stabilityChecks: 5 },
  };
  expect(read({ ...HEAD, spec })).toMatchObject({
    problems: [],
    inputs: {
      'aws-account': '012345678901',
      'aws-region': 'eu-west-1',
      'role-to-assume': 'arn:aws:iam::1:role/r',
      'bootstrap-brokers': 'a:9092\nb:9092',
      'security-protocol': 'SSL',
      'dry-run': 'false',
      'stability-checks': '5',
    },
  });
});

describe('a mistake is told with its place', () => {
  test.each<[string, unknown, string]>([
    ['no map', ['a'], 'it is not a map. Write kind: Environment.'],
    ['another kind', { ...HEAD, kind: 'Topic' }, 'kind is not Environment. Write kind: Environment.'],
    [
      'another version',
      { ...HEAD, apiVersion: 1 },
      'apiVersion is not kafka-fleet/v1. Write apiVersion: kafka-fleet/v1.',
    ],
    [
      'a mistyped key',
      { ...HEAD, spec: { aws: { regon: 'x' } } },
      'spec.aws.regon is not a key of an environment. Did you mean spec.aws.region?',
    ],
    [
      'a value where keys belong',
      { ...HEAD, spec: { aws: 'x' } },
      'spec.aws is not a key of an environment. Known keys: metadata.name',
    ],
    [
      'keys where a value belongs',
      { ...HEAD, spec: { aws: { region: { a: 1 } } } },
      'spec.aws.region has no value. Write a value, or remove the key.',
    ],
    ['a key without a value', { ...HEAD, spec: { aws: { region: null } } }, 'spec.aws.region has no value.'],
    [
      'a name that every object has',
      { ...HEAD, constructor: 'x' },
      'constructor is not a key of an environment.',
    ],
    [
      'a secret',
      { ...HEAD, spec: { kafka: { security: { saslPassword: 'x' } } } },
      'spec.kafka.security.saslPassword is a secret, and files are committed. Give the input sasl-password from a secret.',
    ],
    [
      'what only a workflow says',
      { ...HEAD, spec: { topics: { command: 'apply' } } },
      'spec.topics.command is for the workflow to say: a pull request can change this file. Give the input command in the workflow.',
    ],
    [
      'the base of a change, which would be its own',
      { ...HEAD, spec: { topics: { baseRef: 'HEAD^2' } } },
      'spec.topics.baseRef is for the workflow to say',
    ],
    [
      'an approval',
      { ...HEAD, spec: { topics: { expectDigest: 'sha256:0' } } },
      'spec.topics.expectDigest is for the workflow to say',
    ],
    [
      'a list with what is no value',
      { ...HEAD, spec: { topics: { files: ['a', null] } } },
      'spec.topics.files has no value. Write a value, or remove the key.',
    ],
    ['no kind', { apiVersion: HEAD.apiVersion }, 'kind is missing. Write kind: Environment.'],
    ['no version', { kind: HEAD.kind }, 'apiVersion is missing. Write apiVersion: kafka-fleet/v1.'],
  ])('%s', (_, value, problem) => {
    expect(problems(read(value))).toEqual([
      expect.stringContaining(`environments/prod.yaml:1:1: ${problem}`),
    ]);
  });

  test('and all of them together', () => {
    expect(problems(read({ kind: 'x', spec: { aws: { region: null }, b: 1 } }))).toHaveLength(4);
  });
});

describe('the inputs of an action over those of its environment', () => {
  test('an input that is given wins; an empty one does not', () => {
    const explicit = { a: 'mine', b: ' ', c: undefined, d: 'new' };
    expect(layer(explicit, { a: 'file', b: 'file', c: 'file' })).toEqual({
      ok: true,
      value: { a: 'mine', b: 'file', c: 'file', d: 'new' },
    });
  });

  test.each(['cluster-id', 'aws-account'])('%s is a guard: said twice, it must be the same', (name) => {
    expect(layer({ [name]: ' 1 ' }, { [name]: '1' }).ok).toBe(true);
    expect(layer({ [name]: '1' }, {}).ok).toBe(true);
    expect(problems(layer({ [name]: '2' }, { [name]: '1' }))).toEqual([
      `input ${name}: it is 2, and the environment file says 1. Correct the wrong one: an input never overrides the guard.`,
    ]);
  });
});

describe('mistakes of inputs and of their environment are told together', () => {
  const readers = { 'dry-run': boolean(true), 'aws-region': requiredText('a region'), a: boolean(true) };
  const readAll = (raw: RawInputs) => readInputs(raw, readers);
  const REQUIRED = 'input aws-region: it is required and was not given. Give a region.';

  test('a wrong value of the file is told at its line, unless an input replaces it', () => {
    const environment = read({ ...HEAD, spec: { reboot: { dryRun: 'no' } } });
    expect(problems(readLayered({ a: 'b' }, environment, readAll))).toEqual([
      'environments/prod.yaml:1:1: dry-run: "no" is not allowed. Give true or false.',
      REQUIRED,
      'input a: "b" is not allowed. Give true or false.',
    ]);
    expect(problems(readLayered({ 'dry-run': 'maybe' }, environment, readAll))[0]).toContain(
      'input dry-run: "maybe"',
    );
  });

  test('a broken file hides no wrong input, and what it may be meant to give is not asked for', () => {
    const broken = noEnvironment([{ where: 'input environment', what: 'there is none', fix: 'Mend it.' }]);
    expect(problems(readLayered({ a: 'b' }, broken, readAll))).toEqual([
      'input environment: there is none. Mend it.',
      'input a: "b" is not allowed. Give true or false.',
    ]);
    expect(problems(readLayered({ a: 'b' }, noEnvironment(), readAll))).toContain(REQUIRED);
  });
});

describe('the role of an action', () => {
  const reboot = 'arn:aws:iam::123456789012:role/reboot';
  const topics = 'arn:aws:iam::123456789012:role/topics';

  test('is the one that the file has for it, with its place', () => {
    const environment = read({ ...HEAD, spec: { aws: { roles: { reboot, topics } } } });
    const own = withRoleOf(['topics-plan-role', 'topics-role'], environment);
    expect(own.inputs['role-to-assume']).toBe(topics);
    expect(own.places.get('role-to-assume')).toBe(environment.places.get('topics-role'));
  });

  test('is the one for the purpose before the one for all', () => {
    const plan = 'arn:aws:iam::123456789012:role/plan';
    const environment = read({ ...HEAD, spec: { aws: { roles: { topics, topicsPlan: plan } } } });
    const role = (purpose: string): string | undefined =>
      withRoleOf([`topics-${purpose}-role`, 'topics-role'], environment).inputs['role-to-assume'];
    expect([role('plan'), role('apply')]).toEqual([plan, topics]);
  });

  test('is never that of another one', () => {
    const own = withRoleOf(
      ['topics-apply-role', 'topics-role'],
      read({ ...HEAD, spec: { aws: { roles: { reboot } } } }),
    );
    expect([own.inputs['role-to-assume'], own.places.get('role-to-assume')]).toEqual([undefined, undefined]);
  });
});
