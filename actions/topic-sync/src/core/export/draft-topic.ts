import type { Suggest } from '../findings.ts';
import { KNOWN_CONFIGS } from '../known-configs.ts';
import { configOf, type Layer } from '../layer.ts';
import { type ObservedConfig, type ObservedTopic, THROTTLE_KEYS } from '../topic.ts';
import { canBeWritten } from './config-text.ts';
import type { LeftOut, TopicDraft } from './topic-draft.ts';

/** The document of one topic; null when no document can say what it is. */
export interface Drafted {
  readonly draft: TopicDraft | null;
  readonly leftOut: readonly LeftOut[];
}

interface Beside {
  /** What TopicDefaults say of every topic. */
  readonly defaults: Layer;
  readonly suggest: Suggest;
}

/** What a topic is, as a document: its own overrides, and "none" where the defaults would give it one. */
export function draftTopic(topic: ObservedTopic, { defaults, suggest }: Beside): Drafted {
  const factors = [...new Set(topic.replicas)].sort((a, b) => a - b);
  const [factor] = factors;
  if (factor === undefined || factors.length > 1) {
    const because = `its partitions have ${factors.join(' and ')} replicas, and a document has one replication factor for all`;
    return { draft: null, leftOut: [{ topic: topic.name, config: null, because }] };
  }
  const overrides = [...topic.config].filter(
    ([name, { override }]) => override !== undefined && !THROTTLE_KEYS.has(name),
  );
  const leftOut = overrides.flatMap(([name, config]) => {
    const because = whyNot(name, config, { factor, suggest });
    return because === undefined ? [] : [{ topic: topic.name, config: name, because }];
  });
  const unwritten = new Set(leftOut.map(({ config }) => config));
  const written = overrides.flatMap(([name, { override }]): [string, string][] =>
    unwritten.has(name) || typeof override !== 'string' ? [] : [[name, override]],
  );
  const draft = {
    name: topic.name,
    owner: null,
    description: null,
    labels: new Map(),
    partitions: String(topic.replicas.length),
    replicationFactor: String(factor),
    config: new Map([...withoutOverride(topic, defaults), ...written]),
    isPart: leftOut.length > 0,
  };
  return { draft, leftOut };
}

/** Where the defaults name a config that the topic does not override, the document says that it does not. */
const withoutOverride = ({ config }: ObservedTopic, defaults: Layer): [string, null][] =>
  [...defaults].flatMap(([path, { value }]): [string, null][] => {
    const name = configOf(path);
    const isMeant = name !== undefined && value !== null && config.get(name)?.override === undefined;
    return isMeant ? [[name, null]] : [];
  });

interface Judged {
  readonly factor: number;
  readonly suggest: Suggest;
}

function whyNot(
  name: string,
  { sensitive, override, type }: ObservedConfig,
  { factor, suggest }: Judged,
): string | undefined {
  if (sensitive || typeof override !== 'string') return 'the brokers keep its value secret';
  if (!KNOWN_CONFIGS.has(name) && suggest(name, KNOWN_CONFIGS.keys()) !== undefined)
    return 'in a file the name would be taken for a mistyped one';
  if (!canBeWritten(name, type, override)) return 'its value would be refused in a file';
  if (name === 'min.insync.replicas' && Number(override) > factor)
    return `${override} is more than the replication factor, which a file may not say: no acks=all producer can write`;
  return undefined;
}
