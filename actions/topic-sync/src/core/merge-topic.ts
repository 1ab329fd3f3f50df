import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { configOf, type Layer } from './layer.ts';
import type { LayerKind } from './origins.ts';
import type { TopicDeclaration } from './read-topic.ts';
import type { ConfigOwnership, Deletion, DesiredTopic, Ordering, Placed, Placement } from './topic.ts';
import type { Said } from './origins.ts';

/** What holds where no document says otherwise. */
const BUILT_IN: readonly (readonly [path: string, said: readonly Said[]])[] = [
  ['ordering', [builtIn('unknown')]],
  ['placement', [builtIn('unmanaged')]],
  ['lifecycle.deletion', [builtIn('protect')]],
  ['lifecycle.configs', [builtIn('managed')]],
];

function builtIn(value: string): Said {
  return { layer: 'built-in', value, place: null };
}

const RANGES = new Map([
  ['partitions', 'a whole number from 1 to 100000'],
  ['replicationFactor', 'a whole number from 1 to 32767'],
]);

/** The layers around a topic, each of several documents that agree. */
export interface Around {
  readonly defaults: Layer;
  readonly overlay: Layer;
}

export interface MergedTopic {
  /** With a count that is not a number where `problems` says so. */
  readonly topic: DesiredTopic;
  readonly problems: readonly Problem[];
}

/** Built-in, then defaults, then the topic, then the overlay: the last one to say something of a path wins. */
export function mergeTopic(declared: TopicDeclaration, { defaults, overlay }: Around): MergedTopic {
  const origins = new Map(BUILT_IN);
  const layers: [LayerKind, Layer][] = [
    ['defaults', defaults],
    ['topic', declared.layer],
    ['overlay', overlay],
  ];
  for (const [layer, values] of layers) {
    for (const [path, said] of values) {
      origins.set(path, [...(origins.get(path) ?? []), { layer, ...said }]);
    }
  }
  const problems = [...RANGES].flatMap(([path, range]) =>
    origins.has(path) ? [] : [missing(declared, path, range)],
  );
  return { topic: topicOf(declared, origins), problems };
}

const missing = ({ specPlace }: TopicDeclaration, path: string, range: string): Problem =>
  problemAt(specPlace, `spec.${path} is missing`, `Give ${range}, here or in TopicDefaults.`);

// The words were checked by the shapes of the documents, before a topic is used.
function topicOf(declared: TopicDeclaration, origins: ReadonlyMap<string, readonly Said[]>): DesiredTopic {
  const { name, place, owner, labels, reasons } = declared;
  const last = (path: string): Placed<string | null> => {
    const said = origins.get(path)?.at(-1);
    return { value: said?.value ?? null, place: said?.place ?? place };
  };
  const count = (path: string): Placed<number> => ({
    value: Number(last(path).value ?? Number.NaN),
    place: last(path).place,
  });
  const configs = [...origins.keys()].flatMap((path): [string, Placed<string | null>][] => {
    const config = configOf(path);
    return config === undefined ? [] : [[config, last(path)]];
  });
  return {
    name,
    place,
    owner,
    labels,
    partitions: count('partitions'),
    replicationFactor: count('replicationFactor'),
    ordering: last('ordering').value as Ordering,
    placement: last('placement').value as Placement,
    deletion: last('lifecycle.deletion').value as Deletion,
    configs: last('lifecycle.configs').value as ConfigOwnership,
    config: new Map(configs),
    origins,
    reasons,
  };
}
