import { counted } from './counted.ts';
import { cutValue } from './cut-value.ts';
import { BYTES, exactUnit, MILLISECONDS } from './exact-unit.ts';
import { KNOWN_CONFIGS, mayBeSensitive } from './known-configs.ts';
import {
  type Change,
  type ConfigChange,
  isSensitive,
  type NewConfig,
  type Operation,
  type Reassignment,
} from './operation.ts';

/** One operation as one line of plain text. */
export function describeOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'create-topic': {
      const counts = `${counted(operation.partitions, 'partition')}, replication factor ${String(operation.replicationFactor)}`;
      const config = operation.config.map(({ name, value }) => `${name}=${declaredValue(name, value)}`);
      return oneLine(`create ${operation.topic}: ${[counts, ...config].join(', ')}`);
    }
    case 'set-config':
    case 'unset-config':
      return oneLine(describeConfigChange(operation));
    case 'add-partitions':
    case 'remove-partitions':
      return `${operation.topic}: partitions ${arrow(operation)}`;
    case 'delete-topic':
      return `delete ${operation.topic} (${operation.topicId})`;
    case 'change-replication-factor':
      return `${operation.topic}: replication factor ${arrow(operation)}${moving(operation)}`;
    case 'spread-replicas':
      return `${operation.topic}: replicas ${operation.placement}${moving(operation)}`;
  }
}

/** In what two operations may differ that read the same. */
export const unsaidIn = (operation: Operation): string =>
  isSensitive(operation) || (operation.kind === 'create-topic' && operation.config.some(isHidden))
    ? 'the topic, a value that is not shown, or where its replicas go,'
    : 'the topic, or where its replicas go,';

const isHidden = ({ name }: NewConfig): boolean => mayBeSensitive(name, undefined);

/** Who else changed it, why it is wanted, and the evidence for its risk. */
export const describeReasons = ({ because, riskBecause, standing }: Change): string =>
  [
    ...(standing === null || standing.kind === 'intent' ? [] : [`${standing.kind}: ${standing.because}`]),
    because,
    ...(riskBecause === null ? [] : [riskBecause]),
  ].join('; ');

const moving = ({ moves }: Pick<Reassignment, 'moves'>): string =>
  moves.length === 0 ? '' : ` in ${counted(moves.length, 'partition')}`;

const arrow = ({ before, after }: { readonly before: number | null; readonly after: number }): string =>
  `${before === null ? 'mixed' : String(before)} → ${String(after)}`;

function describeConfigChange(change: ConfigChange): string {
  const { topic, name, before, after, inherited = null, sensitive } = change;
  if (sensitive) return `${topic}: ${after === null ? 'unset' : 'set'} ${name} (sensitive)`;
  const old = before === null ? 'no override' : describeValue(name, before);
  if (after !== null) return `${topic}: ${name} ${old} → ${describeValue(name, after)}`;
  return `${topic}: ${name} ${old} → no override${inherited === null ? '' : `: ${describeValue(name, inherited)}`}`;
}

/** A value of a file, where no broker was asked whether it may be shown. */
const declaredValue = (name: string, value: string): string =>
  mayBeSensitive(name, undefined) ? '(sensitive)' : describeValue(name, value);

/** A config value with what it means to people: `604800000 (7d)`, `1073741824 (1GiB)`, `-1 (without end)`, `(empty)`. */
export function describeValue(name: string, value: string): string {
  if (value === '') return '(empty)';
  const unit = KNOWN_CONFIGS.get(name)?.unit;
  if (unit === undefined || !/^-?\d+$/.test(value)) return cutValue(value);
  if (value === '-1') return '-1 (without end)';
  const reading = exactUnit(BigInt(value), UNITS[unit]);
  return reading === undefined ? value : `${value} (${reading})`;
}

const UNITS = { ms: MILLISECONDS, bytes: BYTES } as const;

/** What comes from files and brokers must not begin a line of its own: the runner reads commands from lines. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
