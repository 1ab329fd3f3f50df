import { expect, test } from '@jest/globals';
import { environmentDocument } from '../../../../test/builders/environment-document.ts';
import { describeProblem } from '../../../../lib/core/problem.ts';
import { matrix } from './matrix.ts';

const prod = environmentDocument('prod', {
  mode: 'production',
  order: 10,
  aws: {
    account: '012345678901',
    region: 'eu-west-1',
    roles: { topicsApply: 'arn:apply', topics: 'arn:topics' },
  },
  kafka: { cluster: 'events' },
  deploy: { images: ['producer'], repositories: ['kafka/producer'] },
});
const dev = environmentDocument('dev', { order: 9 });
const lab = environmentDocument('lab', { mode: 'integration' });
const near = (word: string): string | undefined => (word === 'pord' ? 'prod' : undefined);

const asked = (...names: string[]) => matrix([prod, dev, lab], names, near);
const environmentsOf = (outcome: ReturnType<typeof asked>): string[] =>
  outcome.ok ? outcome.value.map(({ environment }) => environment) : outcome.problems.map(describeProblem);

test('the chain goes by number, and leaves out what has no turn', () => {
  expect(environmentsOf(asked())).toEqual(['dev', 'prod']);
});

test('who is named is taken, with a turn or without, and never in another order', () => {
  expect(environmentsOf(asked('lab', 'prod', 'dev'))).toEqual(['dev', 'prod', 'lab']);
  expect(environmentsOf(asked('lab'))).toEqual(['lab']);
});

test('an entry says what a job needs', () => {
  expect(asked('prod')).toEqual({
    ok: true,
    value: [
      {
        environment: 'prod',
        file: 'environments/prod.yaml',
        order: 10,
        mode: 'production',
        account: '012345678901',
        region: 'eu-west-1',
        cluster: 'events',
        topicsRole: 'arn:apply',
        images: ['producer'],
        registries: [{ repository: 'kafka/producer', region: 'eu-west-1', account: '012345678901' }],
      },
    ],
  });
});

test('every unknown name is told', () => {
  expect(environmentsOf(asked('pord', 'moon', 'dev'))).toEqual([
    'input names: there is no environment pord. Did you mean prod?',
    'input names: there is no environment moon. There are: prod, dev, lab.',
  ]);
});

test('a folder without a chain is no empty matrix, which would be green', () => {
  expect(environmentsOf(matrix([lab], [], near))).toEqual([
    'input names: no environment has an order, and none was named. Write spec.order in the files of the chain, from 1, or name the environments.',
  ]);
});
