import type { Outcome } from './apply-outcome.ts';
import { counted } from './counted.ts';
import { cutValue } from './cut-value.ts';
import { describeOperation, oneLine } from './describe.ts';
import { canBeWritten } from './export/config-text.ts';
import { renderTopic } from './export/render-topic.ts';
import { KNOWN_CONFIGS } from './known-configs.ts';
import { type Change, type ConfigChange, isConfigChange, type Operation } from './operation.ts';
import type { DesiredTopic, TopicName } from './topic.ts';

export const ROLLBACK_FILE = 'rollback.yaml';

/** What an apply made, or may have made: to take back what failed, and is as it was before, changes nothing. */
export const triedIn = (outcomes: readonly Outcome[]): Change[] => [
  ...outcomes.filter(({ kind }) => kind === 'done').map(({ change }) => change),
  ...mayBeMade(outcomes.filter(({ kind }) => kind === 'failed').map(({ change }) => change)),
];

/** Of partitions that may not be there yet, documents must not say that they are: they would be made. */
export const mayBeMade = (changes: readonly Change[]): Change[] =>
  changes.filter(({ operation }) => operation.kind !== 'add-partitions');

/** How the changes of an apply are taken back. */
export interface Rollback {
  /** Documents that restore what was there before, with what they cannot restore as comments. */
  readonly text: string;
  readonly lasting: readonly Lasting[];
}

/** A change that no document takes back, or not wholly. */
export interface Lasting {
  readonly operation: Operation;
  readonly because: string;
}

interface Applied {
  /** All changes of the plan. */
  readonly planned: readonly Change[];
  readonly topics: readonly DesiredTopic[];
}

/** The inverse of the changes that were made, as Topics that touch nothing else. */
export function rollbackOf(made: readonly Change[], applied: Applied): Rollback {
  const lasting = made.flatMap((change): Lasting[] => {
    const because = whyLasting(change, applied);
    return because === null ? [] : [{ operation: change.operation, because }];
  });
  const documents = applied.topics.flatMap((topic) => documentOf(topic, made, applied.planned) ?? []);
  const head = [
    `# Takes back ${counted(made.length, 'change')} of an apply, as far as that can be: \`command: apply\` with this file.`,
    '# It needs the consents for what it does, and is planned and checked like any other file.',
    ...lasting.map(
      ({ operation, because }) => `# Stays: ${oneLine(`${describeOperation(operation)} (${because})`)}`,
    ),
  ];
  return { text: [`${head.join('\n')}\n`, ...documents].join('---\n'), lasting };
}

function whyLasting({ operation, risk }: Change, { topics }: Applied): string | null {
  switch (operation.kind) {
    case 'create-topic':
      return 'only a Tombstone deletes a topic, and its records with it';
    case 'delete-topic':
      return 'the topic and its records are gone';
    case 'add-partitions':
    case 'remove-partitions':
      return 'Kafka cannot remove partitions';
    case 'change-replication-factor':
      return operation.before === null ? 'its partitions had different replication factors' : null;
    case 'spread-replicas':
      return 'a file says how replicas are placed, and not on which brokers; plan.json has those of before';
    case 'set-config':
    case 'unset-config': {
      const unsaid = whyUnsaid(operation, topics);
      if (unsaid !== null || risk !== 'data-loss') return unsaid;
      return 'the value comes back; records that were deleted or lost by then do not';
    }
  }
}

/** Why no file can give a config its old value back; null where one can. */
function whyUnsaid(
  { topic, name, before, sensitive }: ConfigChange,
  topics: readonly DesiredTopic[],
): string | null {
  if (sensitive) return 'the brokers keep its old value secret';
  if (before === null) return null;
  const type = KNOWN_CONFIGS.get(name)?.type ?? 'UNKNOWN';
  if (!canBeWritten(name, type, before))
    return `its old value ${cutValue(before)} would be refused in a file`;
  if (name !== 'min.insync.replicas' || Number(before) <= factorOf(topic, topics)) return null;
  return `its old value ${before} is more than the replication factor, which a file may not say`;
}

const factorOf = (topic: TopicName, topics: readonly DesiredTopic[]): number =>
  topics.find(({ name }) => name === topic)?.replicationFactor.value ?? 0;

function documentOf(
  topic: DesiredTopic,
  made: readonly Change[],
  planned: readonly Change[],
): string | undefined {
  const undone = made.map(({ operation }) => operation).filter((operation) => operation.topic === topic.name);
  const config = new Map(
    undone
      .filter(isConfigChange)
      .filter((operation) => whyUnsaid(operation, [topic]) === null)
      .map(({ name, before }) => [name, before]),
  );
  const factor = undone.find(({ kind }) => kind === 'change-replication-factor');
  if (config.size === 0 && (factor === undefined || !('before' in factor) || factor.before === null))
    return undefined;
  const counts = countsOf(topic, planned, new Set(undone));
  return renderTopic({
    ...{
      name: topic.name,
      owner: topic.owner,
      labels: topic.labels,
      description: null,
      config,
      isPart: true,
    },
    partitions: String(counts.partitions),
    replicationFactor: String(counts.factor),
  });
}

/** The partitions that are there now, and the replicas that were there before. */
function countsOf(
  { name, partitions, replicationFactor }: DesiredTopic,
  planned: readonly Change[],
  undone: ReadonlySet<Operation>,
): { readonly partitions: number; readonly factor: number } {
  let counts = { partitions: partitions.value, factor: replicationFactor.value };
  for (const { operation } of planned.filter((change) => isOf(change, name))) {
    if (operation.kind === 'change-replication-factor')
      counts = { ...counts, factor: operation.before ?? operation.after };
    if (operation.kind !== 'add-partitions' && operation.kind !== 'remove-partitions') continue;
    counts = { ...counts, partitions: undone.has(operation) ? operation.after : operation.before };
  }
  return counts;
}

const isOf = ({ operation }: Change, topic: TopicName): boolean => operation.topic === topic;
