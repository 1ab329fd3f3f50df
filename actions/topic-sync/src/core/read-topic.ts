import { type Place, type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { placeAt, type SourceEntry, type SourceValue, valueAt } from '../../../../lib/core/source-value.ts';
import type { Declaration } from './find-collisions.ts';
import { KNOWN_CONFIGS } from './known-configs.ts';
import { readConfigValue } from './read-config-value.ts';
import {
  type ConfigOwnership,
  type DesiredTopic,
  type Ordering,
  type Placed,
  THROTTLE_KEYS,
  type TopicName,
} from './topic.ts';
import { parseTopicName } from './topic-name.ts';

/** A Topic document whose keys and types are right; its values are judged here. */
export interface TopicShape {
  readonly apiVersion: 'kafka-fleet/v1';
  readonly kind: 'Topic';
  readonly metadata: {
    readonly name: string;
    readonly owner?: string | undefined;
    readonly description?: string | undefined;
  };
  readonly spec: {
    readonly partitions: number;
    readonly replicationFactor: number;
    readonly ordering?: Ordering | undefined;
    readonly config?: Readonly<Record<string, unknown>> | undefined;
    readonly lifecycle?: { readonly configs?: ConfigOwnership | undefined } | undefined;
  };
}

export interface ReadTopic {
  /** Set when the name is right, whatever else is wrong, so that a second declaration is noticed too. */
  readonly declared?: Declaration;
  /** undefined when there is a problem. */
  readonly topic?: DesiredTopic;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Suggests the known word that a mistyped one was meant to be. */
export type Suggest = (word: string, known: Iterable<string>) => string | undefined;

/**
 * Judges the values of one Topic document; what is wrong and what is doubtful is reported together. Without a shape,
 * because its keys or types are wrong, it judges what can be read and makes no topic.
 */
export function readTopic(source: SourceValue, shape: TopicShape | undefined, suggest: Suggest): ReadTopic {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const name = readName(source, problems);
  const config = readConfig(source, { problems, warnings, suggest });
  const counts = {
    partitions: readCount(source, 'partitions', problems),
    replicationFactor: readCount(source, 'replicationFactor', problems),
  };
  checkReplicationFactor(counts.replicationFactor, warnings);
  if (counts.replicationFactor.value > 0)
    checkInSyncReplicas(counts.replicationFactor, config, { problems, warnings });
  if (name === undefined) return { problems, warnings };
  const declared = { name, place: placeAt(source, ['metadata', 'name']) };
  if (shape === undefined || problems.length > 0) return { declared, problems, warnings };
  const { ordering = 'unknown', lifecycle } = shape.spec;
  const topic = { ...declared, ...counts, ordering, configs: lifecycle?.configs ?? 'managed', config };
  return { declared, topic, problems, warnings };
}

function readName(source: SourceValue, problems: Problem[]): TopicName | undefined {
  const found = valueAt(source, ['metadata', 'name']);
  const read = parseTopicName(found?.kind === 'scalar' ? found.text : '');
  if (read.ok) return read.name;
  problems.push(problemAt(placeAt(source, ['metadata', 'name']), read.what, read.fix));
  return undefined;
}

// From the text: 6.0 and 1e1 are whole numbers to YAML, and a reviewer should not have to know that.
function readCount(
  source: SourceValue,
  key: 'partitions' | 'replicationFactor',
  problems: Problem[],
): Placed<number> {
  const found = valueAt(source, ['spec', key]);
  const place = placeAt(source, ['spec', key]);
  const text = found?.kind === 'scalar' ? found.text : '';
  if (!/^\d+$/.test(text)) {
    problems.push(problemAt(place, `${key} is written ${JSON.stringify(text)}`, 'Write plain digits.'));
  }
  return { value: Number(text), place };
}

interface Findings {
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

function readConfig(source: SourceValue, findings: Findings & { suggest: Suggest }): DesiredTopic['config'] {
  const config = new Map<string, Placed<string | null>>();
  const given = valueAt(source, ['spec', 'config']);
  for (const entry of given?.kind === 'map' ? given.entries : []) {
    checkConfigName(entry, findings);
    const read = readConfigValue(entry.key, entry.value);
    if (read.ok) config.set(entry.key, { value: read.value, place: entry.keyPlace });
    else findings.problems.push(problemAt(entry.value.place, read.what, read.fix));
  }
  return config;
}

function checkConfigName({ key, keyPlace }: SourceEntry, findings: Findings & { suggest: Suggest }): void {
  if (THROTTLE_KEYS.has(key)) {
    const fix = 'Remove it: it belongs to the reassignment that runs.';
    findings.problems.push(problemAt(keyPlace, `${key} is not for files`, fix));
  } else if (!KNOWN_CONFIGS.has(key)) {
    reportUnknownName(key, keyPlace, findings);
  }
}

function reportUnknownName(key: string, place: Place, findings: Findings & { suggest: Suggest }): void {
  const near = findings.suggest(key, KNOWN_CONFIGS.keys());
  const what = `${JSON.stringify(key)} is not a topic config of Apache Kafka`;
  if (near !== undefined) findings.problems.push(problemAt(place, what, `Did you mean ${near}?`));
  else findings.warnings.push(problemAt(place, what, 'The brokers decide whether they know it.'));
}

function checkReplicationFactor({ value, place }: Placed<number>, warnings: Problem[]): void {
  if (value !== 1) return;
  const fix =
    'No broker that holds a partition of it can restart without an outage, which blocks rolling reboots: give 3.';
  warnings.push(problemAt(place, 'the replication factor is 1', fix));
}

function checkInSyncReplicas(
  replicas: Placed<number>,
  config: DesiredTopic['config'],
  { problems, warnings }: Findings,
): void {
  const minimum = config.get('min.insync.replicas');
  const value = Number(minimum?.value ?? Number.NaN);
  if (minimum === undefined || Number.isNaN(value)) return;
  if (value > replicas.value) {
    const what = `min.insync.replicas ${String(value)} is more than the replication factor ${String(replicas.value)}`;
    problems.push(problemAt(minimum.place, what, 'No acks=all producer could ever write: lower it.'));
  } else if (value === replicas.value && value > 1) {
    const what = `min.insync.replicas ${String(value)} is the whole replication factor`;
    const fix =
      'No broker can restart without stopping acks=all producers, which blocks rolling reboots: give one less.';
    warnings.push(problemAt(minimum.place, what, fix));
  }
}
