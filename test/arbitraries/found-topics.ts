import fc from 'fast-check';
import type { ConfigType, ObservedConfig, ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import { observedConfig, observedTopic } from '../builders/observed-topic.ts';

const NAMES = [
  ...['posts', 'true', 'null', '123', '0777', '1e3', '.hidden', '-x', 'a.b', 'a_b', 'A.B', 'no', '---'],
  ...['__consumer_offsets', '_schemas', 'connect-offsets', 'app-store-changelog', 'x'.repeat(249)],
];

const number = fc.oneof(
  fc.constantFrom('-1', '0', '1', '60000', '604800000', '1000000', '1073741824', '9223372036854775807'),
  fc.constantFrom('9223372036854775000', '9007199254740993', '0007', '+5'),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
);
const word = fc.oneof(
  fc.constantFrom('', 'true', 'null', '~', '0777', '1_000', '1:30', '{{ x }}', '- a', '# b', 'a: b', '*x'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const VALUES: Readonly<Record<string, readonly [ConfigType, fc.Arbitrary<string>]>> = {
  'cleanup.policy': ['LIST', fc.constantFrom('delete', 'compact,delete', 'delete, compact', '')],
  'compression.type': ['STRING', fc.constantFrom('zstd', 'producer')],
  'flush.ms': ['LONG', number],
  'follower.replication.throttled.replicas': ['LIST', fc.constantFrom('0:1', '*')],
  'max.message.bytes': ['INT', fc.constantFrom('1048588', '1000000', '2097152', '0')],
  'min.cleanable.dirty.ratio': ['DOUBLE', fc.constantFrom('0.5', '0.50', '1e-7', '.5')],
  'min.insync.replicas': ['INT', fc.constantFrom('1', '2', '3')],
  'retention.bytes': ['LONG', number],
  'retention.ms': ['LONG', number],
  'unclean.leader.election.enable': ['BOOLEAN', fc.constantFrom('true', 'TRUE', 'false')],
  // A vendor's, one that looks mistyped, and one whose name no plain YAML key could be.
  'vendor.key': ['STRING', word],
  'retention.mss': ['LONG', number],
  'a: b': ['UNKNOWN', word],
};

const config = fc.record(
  Object.fromEntries(
    Object.entries(VALUES).map(([name, [type, values]]) => [
      name,
      fc.option(values, { nil: undefined }).map((value) => observedConfig(type, null, value)),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Readonly<Record<string, ObservedConfig>>>;

const secret: ObservedConfig = { type: 'PASSWORD', override: null, inherited: null, sensitive: true };

const replicas = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }))
    .map(([partitions, factor]) => Array.from({ length: partitions }, () => factor)),
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
);

const found = (name: string): fc.Arbitrary<ObservedTopic> =>
  fc.record({ replicas, config, hasSecret: fc.boolean() }).map((wanted) =>
    observedTopic(name, {
      replicas: wanted.replicas,
      config: new Map([
        ...Object.entries(wanted.config),
        ...(wanted.hasSecret ? ([['vendor.password', secret]] as const) : []),
      ]),
    }),
  );

/** The topics of a cluster that grew for years without files. */
export const foundTopics: fc.Arbitrary<ObservedTopic[]> = fc
  .subarray(NAMES)
  .chain((names) => fc.tuple(...names.map(found)));
