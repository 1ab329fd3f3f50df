import { expect, test } from '@jest/globals';
import type { ConfigEntry } from '../../../lib/adapters/kafka/describe-configs.ts';
import { observedConfigs, SeenConfigs } from './observed-configs.ts';

const entry = (changes: Partial<ConfigEntry>): ConfigEntry => ({
  name: 'retention.ms',
  value: '604800000',
  readOnly: false,
  source: 'DEFAULT_CONFIG',
  sensitive: false,
  type: 'LONG',
  synonyms: [],
  ...changes,
});
const read = (changes: Partial<ConfigEntry>): unknown =>
  observedConfigs([entry(changes)], new SeenConfigs()).get('retention.ms');

const override = { name: 'retention.ms', value: '1000', source: 'DYNAMIC_TOPIC_CONFIG' } as const;

test.each<[string, Partial<ConfigEntry>, object]>([
  ['an inherited value', {}, { override: undefined, inherited: '604800000' }],
  [
    'an override and the value behind it',
    {
      value: '1000',
      source: 'DYNAMIC_TOPIC_CONFIG',
      synonyms: [override, { name: 'log.retention.ms', value: '5000', source: 'STATIC_BROKER_CONFIG' }],
    },
    { override: '1000', inherited: '5000' },
  ],
  [
    'hours behind an override of milliseconds',
    {
      value: '1000',
      source: 'DYNAMIC_TOPIC_CONFIG',
      synonyms: [override, { name: 'log.retention.hours', value: '168', source: 'DEFAULT_CONFIG' }],
    },
    { override: '1000', inherited: '604800000' },
  ],
  [
    'an override behind which nothing is told',
    { value: '1000', source: 'DYNAMIC_TOPIC_CONFIG', synonyms: [override] },
    { override: '1000', inherited: null },
  ],
  [
    'a sensitive override',
    { value: null, source: 'DYNAMIC_TOPIC_CONFIG', sensitive: true },
    { override: null, inherited: null, sensitive: true },
  ],
])('%s', (_, changes, expected) => {
  expect(read(changes)).toMatchObject(expected);
});

test('what is equal to the topic before is the same object, and what differs is not', () => {
  const seen = new SeenConfigs();
  const [first, second, third] = ['604800000', '604800000', '1'].map((value) =>
    observedConfigs([entry({ value })], seen).get('retention.ms'),
  );
  expect(second).toBe(first);
  expect(third).toMatchObject({ inherited: '1' });
  expect(first).toMatchObject({ inherited: '604800000' });
});

test('topics that share all entries share their configs, until one has another entry', () => {
  const seen = new SeenConfigs();
  const [retention, policy] = [entry({}), entry({ name: 'cleanup.policy', value: 'delete' })];
  const first = observedConfigs([retention, policy], seen);
  expect(observedConfigs([retention, policy], seen)).toBe(first);
  expect([...observedConfigs([retention], seen).keys()]).toEqual(['retention.ms']);
  const other = observedConfigs([entry({ value: '1' }), policy], seen);
  expect(other.get('retention.ms')).toMatchObject({ inherited: '1' });
  expect(first.get('retention.ms')).toMatchObject({ inherited: '604800000' });
});
