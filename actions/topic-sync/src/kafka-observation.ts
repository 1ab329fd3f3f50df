import type { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { errorName } from '../../../lib/adapters/kafka/error-codes.ts';
import { type TopicLayout, topicLayouts } from '../../../lib/adapters/kafka/topic-layouts.ts';
import type { Observation, ObservedTopic, TopicName } from './core/topic.ts';
import { inChunks } from '../../../lib/core/in-chunks.ts';
import { ifAnswered } from './if-answered.ts';
import type { Survey } from './ports.ts';
import { type Asking, type Configs, readTopicConfigs, type TopicSource } from './kafka-topic-configs.ts';

/** Sixty bytes a partition: more topics than this are asked for in several requests. */
const TOPICS_PER_REQUEST = 10_000;

/** What one broker says about the layout of a topic. */
type Layout =
  | { readonly kind: 'present'; readonly topic: Omit<ObservedTopic, 'config'> }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly because: string };

type Layouts = ReadonlyMap<TopicName, Layout>;
type Observations = Map<TopicName, Observation>;

/** One broker's view, except for topics that it does not know: those are absent only when no broker knows them. */
export async function observeTopics(source: TopicSource, names: readonly TopicName[]): Promise<Observations> {
  return withConfigs(source, await agreedLayouts(source.connection, names));
}

/** One request for the layouts of all topics; those that it does not tell are asked for by name. */
export async function surveyTopics(
  source: TopicSource,
  names: readonly TopicName[],
  keeping: ReadonlySet<TopicName>,
): Promise<Survey> {
  const { topics } = await source.connection.send(topicLayouts, { topics: null }, 'any');
  const listed = new Map(topics.map((topic) => [topic.name, topic]));
  const layouts = new Map<TopicName, Layout>();
  for (const name of names) {
    const found = listed.get(name);
    if (found !== undefined) layouts.set(name, layoutOf(name, found));
  }
  const rest = await agreedLayouts(
    source.connection,
    names.filter((name) => !layouts.has(name)),
  );
  return {
    listed: topics.map(({ name, internal }) => ({ name, internal })),
    observed: await withConfigs(source, new Map([...layouts, ...rest]), { kept: keeping }),
  };
}

/** Every broker's view; a topic on which two of them differ, or a broker is silent, is unknown. */
export async function observeEverywhere(
  source: TopicSource,
  names: readonly TopicName[],
): Promise<Observations> {
  const { brokers } = await source.connection.refresh();
  const views = await Promise.all(
    brokers.map(async ({ id }) => ({ id, seen: await ifAnswered(observeAt(source, names, id)) })),
  );
  const silent = views.filter(({ seen }) => seen === undefined).map(({ id }) => id);
  const seen = views.flatMap((view) => view.seen ?? []);
  return new Map(names.map((name) => [name, agreed(name, seen, silent)]));
}

const observeAt = async (
  source: TopicSource,
  names: readonly TopicName[],
  broker: number,
): Promise<Observations> =>
  withConfigs(source, await readLayouts(source.connection, names, broker), { only: broker });

function agreed(name: TopicName, views: readonly Observations[], silent: readonly number[]): Observation {
  if (silent.length > 0) return unknown(`broker ${silent.join(', ')} did not answer`);
  const observations = views.map((view) => view.get(name) ?? unknown('a broker did not answer for it'));
  const [first = unknown('there is no broker')] = observations;
  const same = observations.every((observation) => essenceOf(observation) === essenceOf(first));
  return same ? first : unknown('the brokers do not agree about it yet');
}

/** What must be the same at all brokers: what a topic inherits may differ from one to the other for ever. */
function essenceOf(observation: Observation): string {
  if (observation.kind !== 'present') return JSON.stringify(observation);
  const { id, replicas, config } = observation.topic;
  const overrides = [...config].filter(([, { override }]) => override !== undefined);
  const values = overrides.map(([name, { override }]) => [name, override]).toSorted();
  return JSON.stringify([id, replicas, values]);
}

async function agreedLayouts(connection: KafkaConnection, names: readonly TopicName[]): Promise<Layouts> {
  const layouts = new Map(await readLayouts(connection, names, 'any'));
  const missing = names.filter((name) => layouts.get(name)?.kind === 'absent');
  for (const [name, layout] of await secondOpinions(connection, missing)) layouts.set(name, layout);
  return layouts;
}

/** The layouts that some other broker knows of topics that one broker did not. */
async function secondOpinions(connection: KafkaConnection, missing: readonly TopicName[]): Promise<Layouts> {
  if (missing.length === 0) return new Map();
  const { brokers } = await connection.refresh();
  const views = await Promise.all(brokers.map(({ id }) => ifAnswered(readLayouts(connection, missing, id))));
  const found = new Map<TopicName, Layout>();
  for (const [name, layout] of views.flatMap((view) => [...(view ?? [])])) {
    if (layout.kind !== 'absent') found.set(name, layout);
  }
  return found;
}

async function readLayouts(
  connection: KafkaConnection,
  names: readonly TopicName[],
  from: 'any' | number,
): Promise<Layouts> {
  const layouts = new Map<TopicName, Layout>();
  for (const chunk of inChunks(names, TOPICS_PER_REQUEST)) {
    const { topics } = await connection.send(topicLayouts, { topics: chunk }, from);
    const byName = new Map(topics.map((topic) => [topic.name, topic]));
    for (const name of chunk) layouts.set(name, layoutOf(name, byName.get(name)));
  }
  return layouts;
}

function layoutOf(name: TopicName, found: TopicLayout | undefined): Layout {
  if (found === undefined) return unknown('the broker did not answer for it');
  const error = errorName(found.errorCode);
  if (error === 'UNKNOWN_TOPIC_OR_PARTITION') return { kind: 'absent' };
  if (error === 'TOPIC_AUTHORIZATION_FAILED') return unknown(`needs Describe on Topic:${name}`);
  if (error !== 'NONE') return unknown(error);
  return { kind: 'present', topic: { name, id: found.topicId, replicas: found.replicas } };
}

async function withConfigs(source: TopicSource, layouts: Layouts, asking?: Asking): Promise<Observations> {
  const present = [...layouts].filter(([, { kind }]) => kind === 'present').map(([name]) => name);
  const configs = await readTopicConfigs(source, present, asking);
  const observations: Observations = new Map();
  for (const [name, layout] of layouts) observations.set(name, combined(layout, configs.get(name)));
  return observations;
}

function combined(
  layout: Layout,
  configs: Configs = { because: 'its configs were not described' },
): Observation {
  if (layout.kind !== 'present') return layout;
  if ('because' in configs) return unknown(configs.because);
  return { kind: 'present', topic: { ...layout.topic, config: configs } };
}

const unknown = (because: string): { readonly kind: 'unknown'; readonly because: string } => ({
  kind: 'unknown',
  because,
});
