import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import type { SourceEntry, SourceValue } from '../../../../../lib/core/source-value.ts';
import { describePlace } from '../describe-place.ts';
import type { TopicDraft } from '../export/topic-draft.ts';
import type { Suggest } from '../findings.ts';
import { KNOWN_CONFIGS } from '../known-configs.ts';
import { readConfigValue } from '../read-config-value.ts';
import { THROTTLE_KEYS, type TopicName } from '../topic.ts';
import { parseTopicName } from '../topic-name.ts';
import { textOf } from './fields.ts';
import type { ForeignTopic } from './foreign-topic.ts';

interface Telling {
  readonly suggest: Suggest;
  readonly findings: Problem[];
}

/** The drafts of topics that are said completely and once; why one is not is a finding at its line. */
export function draftForeign(topics: readonly ForeignTopic[], telling: Telling): TopicDraft[] {
  const seen = new Map<string, ForeignTopic>();
  return topics.flatMap((topic) => {
    const earlier = seen.get(topic.name);
    if (earlier === undefined) {
      seen.set(topic.name, topic);
      return draftOf(topic, telling);
    }
    const what = `${topic.name} is declared at ${describePlace(earlier.place)} too`;
    telling.findings.push(problemAt(topic.place, what, 'The first one is converted.'));
    return [];
  });
}

function draftOf(topic: ForeignTopic, telling: Telling): TopicDraft[] {
  const config = readConfigs(topic, telling);
  const name = readName(topic, telling.findings);
  const partitions = readCount('partitions', topic.partitions, { topic, ...telling });
  const replicationFactor = readCount('replicas', topic.replicationFactor, { topic, ...telling });
  if (name === undefined || partitions === undefined || replicationFactor === undefined) return [];
  const isPart = topic.isPart || config.size < topic.config.length;
  const { description, labels = new Map(), placement, notes } = topic;
  const counts = { partitions, replicationFactor };
  return [{ name, owner: null, description, labels, ...counts, placement, notes, config, isPart }];
}

function readName({ name, place }: ForeignTopic, findings: Problem[]): TopicName | undefined {
  const read = parseTopicName(name);
  if (read.ok) return read.name;
  findings.push(problemAt(place, isTemplate(name) ? templated(name) : read.what, NOT_CONVERTED));
  return undefined;
}

const NOT_CONVERTED = 'The topic is not converted.';

function readCount(
  what: string,
  source: SourceValue | undefined,
  { topic, findings }: Telling & { readonly topic: ForeignTopic },
): string | undefined {
  const text = textOf(source);
  if (text !== undefined && /^[1-9]\d*$/.test(text)) return text;
  const place = source?.place ?? topic.place;
  findings.push(
    problemAt(place, `${topic.name}: ${wrongCount(what, text)}`, `${NOT_CONVERTED} ${ASK_CLUSTER}`),
  );
  return undefined;
}

const ASK_CLUSTER = 'Write the number, or export the topic from the cluster, which knows it.';

function wrongCount(what: string, text: string | undefined): string {
  if (text === undefined || text === '-1') return `the number of ${what} is left to the brokers`;
  return isTemplate(text) ? templated(text) : `${JSON.stringify(text)} is no number of ${what}`;
}

/** By name, as Kafka reads them. */
function readConfigs({ config }: ForeignTopic, telling: Telling): Map<string, string> {
  const read = new Map<string, string>();
  for (const entry of config) {
    const value = readConfig(entry, telling.suggest);
    if ('value' in value) read.set(entry.key, value.value);
    else telling.findings.push(problemAt(entry.keyPlace, value.what, `${value.fix} It is not converted.`));
  }
  return read;
}

type ReadConfig = { readonly value: string } | { readonly what: string; readonly fix: string };

function readConfig({ key, value }: SourceEntry, suggest: Suggest): ReadConfig {
  if (THROTTLE_KEYS.has(key))
    return { what: `${key} is not for files`, fix: 'It belongs to a reassignment.' };
  const near = KNOWN_CONFIGS.has(key) ? undefined : suggest(key, KNOWN_CONFIGS.keys());
  if (near !== undefined)
    return { what: `${key} is not a topic config of Apache Kafka`, fix: `Did you mean ${near}?` };
  const text = textOf(value) ?? '';
  if (isTemplate(text)) return { what: `${key}: ${templated(text)}`, fix: 'Write the value itself out.' };
  const read = readConfigValue(key, value);
  if (!read.ok) return read;
  return read.value === null
    ? { what: `${key} has no value`, fix: 'Unset it with null.' }
    : { value: read.value };
}

const isTemplate = (text: string): boolean => /\{\{|\{%|\$\{/.test(text);
const templated = (text: string): string => `${JSON.stringify(text.slice(0, 60))} is a template`;
