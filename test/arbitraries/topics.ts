import fc from 'fast-check';
import type { DesiredTopic, ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import { desiredTopic } from '../builders/desired-topic.ts';
import { observedConfig, observedTopic } from '../builders/observed-topic.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const duration = fc.constantFrom('-1', '1', '604800000', '9223372036854775807');
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'retention.ms': duration,
  'retention.bytes': duration,
  'cleanup.policy': fc.constantFrom('delete', 'compact', 'compact,delete', 'delete,compact'),
  'min.cleanable.dirty.ratio': fc.constantFrom('0.5', '0.50', '0.1'),
  'unclean.leader.election.enable': fc.constantFrom('true', 'TRUE', 'false'),
  'flush.ms': duration,
};
const TYPES = {
  'retention.ms': ['LONG', '604800000'],
  'retention.bytes': ['LONG', '-1'],
  'cleanup.policy': ['LIST', 'delete'],
  'min.cleanable.dirty.ratio': ['DOUBLE', '0.5'],
  'unclean.leader.election.enable': ['BOOLEAN', 'false'],
  'flush.ms': ['LONG', '9223372036854775807'],
} as const;

const someOf = <T>(values_: Readonly<Record<string, fc.Arbitrary<T>>>): fc.Arbitrary<Record<string, T>> =>
  fc.record(values_, { requiredKeys: [] }) as fc.Arbitrary<Record<string, T>>;

const nullable = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, fc.option(value, { nil: null })]),
);

const desired = (name: string): fc.Arbitrary<DesiredTopic> =>
  fc
    .record({
      partitions: fc.integer({ min: 1, max: 12 }),
      replicationFactor: fc.integer({ min: 1, max: 3 }),
      ordering: fc.constantFrom('keyed', 'none', 'unknown'),
      configs: fc.constantFrom('managed', 'additive'),
      placement: fc.constantFrom('unmanaged', 'rack-aware', 'balanced'),
      config: someOf(nullable),
    })
    .map((wanted) => desiredTopic(name, wanted));

const observed = (name: string): fc.Arbitrary<ObservedTopic> =>
  fc
    .record({
      partitions: fc.integer({ min: 1, max: 12 }),
      factor: fc.integer({ min: 1, max: 3 }),
      config: someOf(values),
    })
    .map(({ partitions, factor, config }) =>
      observedTopic(name, {
        replicas: Array.from({ length: partitions }, () => factor),
        config: new Map(
          Object.entries(TYPES).map(([key, [type, inherited]]) => [
            key,
            observedConfig(type, inherited, config[key]),
          ]),
        ),
      }),
    );

const someTopics = <T>(make: (name: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.subarray(NAMES).chain((names) => fc.tuple(...names.map(make)));

/** Declared topics with different names. */
export const desiredTopics: fc.Arbitrary<DesiredTopic[]> = someTopics(desired);
/** Topics of a cluster, some with the names of declared ones. */
export const observedTopics: fc.Arbitrary<ObservedTopic[]> = someTopics(observed);
