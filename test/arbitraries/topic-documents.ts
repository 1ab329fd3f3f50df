import fc from 'fast-check';

/** A document as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const some = (
  model: Readonly<Record<string, fc.Arbitrary<Json>>>,
  required: string[] = [],
): fc.Arbitrary<Json> => fc.record(model, { requiredKeys: required });

const word = fc.stringMatching(/^[a-z][a-z0-9._-]{0,12}$/);
const config = some({
  'cleanup.policy': fc.constantFrom<Json>('delete', ['compact', 'delete'], [], null),
  'compression.type': fc.constantFrom<Json>('zstd', 'producer', null),
  'flush.ms': fc.constantFrom<Json>('9223372036854775807', 5, '1d', null),
  'min.cleanable.dirty.ratio': fc.constantFrom<Json>(0.5, '0.50', null),
  preallocate: fc.constantFrom<Json>(true, 'TRUE', null),
  'retention.bytes': fc.constantFrom<Json>(-1, '1GiB', '20MB', 1024),
  'retention.ms': fc.constantFrom<Json>(-1, '7d', '-1', 604800000, null),
  'vendor.key': fc.constantFrom<Json>('x', 1, true, ['a'], null),
});
const counts = {
  partitions: fc.integer({ min: 1, max: 100_000 }),
  replicationFactor: fc.integer({ min: 1, max: 32_767 }),
};
const spec = {
  ...counts,
  config,
  ordering: fc.constantFrom('keyed', 'none', 'unknown'),
  placement: fc.constantFrom('unmanaged', 'rack-aware', 'balanced'),
  lifecycle: some({
    deletion: fc.constantFrom('protect', 'allow'),
    configs: fc.constantFrom('managed', 'additive'),
  }),
};

const enveloped = (
  kind: string,
  metadata: fc.Arbitrary<Json>,
  body: fc.Arbitrary<Json>,
): fc.Arbitrary<Json> =>
  some({ apiVersion: fc.constant('kafka-fleet/v1'), kind: fc.constant(kind), metadata, spec: body }, [
    'apiVersion',
    'kind',
    'metadata',
    'spec',
  ]);

const labels = fc.dictionary(word, word, { maxKeys: 2 });

/** Right documents by their kind; what they say of other documents is right too. */
export const topicDocuments: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  Topic: enveloped(
    'Topic',
    some({ name: word, owner: fc.string(), description: fc.string(), labels }, ['name']),
    some(spec, ['partitions', 'replicationFactor']),
  ),
  TopicDefaults: enveloped('TopicDefaults', some({ description: fc.string() }), some({ ...counts, config })),
  TopicOverlay: enveloped(
    'TopicOverlay',
    some({ environment: word, description: fc.string() }, ['environment']),
    some(
      {
        patches: fc.array(some({ match: fc.constant('*'), spec: some(spec) }, ['match', 'spec']), {
          minLength: 1,
          maxLength: 1,
        }),
      },
      ['patches'],
    ),
  ),
  TopicPolicy: enveloped(
    'TopicPolicy',
    some({ name: word, description: fc.string() }, ['name']),
    some(
      {
        match: fc.array(word, { minLength: 1, maxLength: 2 }),
        environments: fc.array(word, { minLength: 1, maxLength: 2 }),
        rules: some(
          {
            naming: some({ pattern: word, severity: fc.constantFrom('error', 'warning') }, ['pattern']),
            partitions: some({ min: fc.nat(), max: fc.nat() }),
            retention: some({ min: fc.constantFrom<Json>('1d', 1000), max: fc.constant('30d') }),
            frozen: some({ configs: fc.constant(['retention.ms']), reason: fc.string() }, ['configs']),
            'change-window': some(
              { closed: fc.constant(['Fri 00:00-24:00 UTC']), from: fc.constantFrom('slow') },
              ['closed'],
            ),
            compaction: some({}),
          },
          // A waiver is for a rule of its policy, which no schema can see.
          ['naming', 'frozen'],
        ),
        waivers: fc.array(
          some(
            {
              rule: fc.constantFrom('naming', 'frozen'),
              match: word,
              labels,
              owner: word,
              reason: word,
              expires: fc.constant('2027-01-31'),
            },
            ['rule', 'match', 'owner', 'reason', 'expires'],
          ),
          { maxLength: 2 },
        ),
      },
      ['rules'],
    ),
  ),
  Tombstone: enveloped(
    'Tombstone',
    some({ name: word }, ['name']),
    some(
      {
        reason: fc.stringMatching(/^.{1,20}$/),
        topicIds: fc.dictionary(word, fc.stringMatching(/^[\w-]{22}$/), { maxKeys: 3 }),
      },
      ['reason', 'topicIds'],
    ),
  ),
};

/** The document with one thing broken: a key too much, a key missing, or a value of another type. */
export const broken = (document: Json): fc.Arbitrary<Json> =>
  fc
    .constantFrom(...pathsOf(document))
    .chain((path) =>
      fc
        .constantFrom<Json>({ 'no such key': {} }, [{ a: [] }], { a: { b: null } })
        .map((value) => withValue(document, path, value)),
    );

// Below a config, a vendor's may be anything, and a reason may be any text.
function pathsOf(document: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return [path];
  return [path, ...Object.entries(document).flatMap(([key, value]) => pathsOf(value, [...path, key]))];
}

function withValue(document: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const map = document as Readonly<Record<string, Json>>;
  return { ...map, [key]: withValue(map[key] ?? null, rest, value) };
}
