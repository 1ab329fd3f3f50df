import type { ConfigType, ObservedConfig } from './topic.ts';

/** What is known without a cluster about one config name. */
export interface KnownConfig {
  readonly type: ConfigType;
  /** What sugar is read for this key: `7d` or `1GiB`. */
  readonly unit?: 'ms' | 'bytes';
  readonly least?: bigint;
  readonly choices?: readonly string[];
}

const flag: KnownConfig = { type: 'BOOLEAN' };
const int = (least: bigint): KnownConfig => ({ type: 'INT', least });
const long = (least: bigint): KnownConfig => ({ type: 'LONG', least });
const milliseconds = (least: bigint): KnownConfig => ({ type: 'LONG', unit: 'ms', least });
const bytes = (type: 'INT' | 'LONG', least: bigint): KnownConfig => ({ type, unit: 'bytes', least });
const choice = (...choices: string[]): KnownConfig => ({ type: 'STRING', choices });

/**
 * The topic configs of Kafka 3.9 to 4.3 (https://kafka.apache.org/documentation/#topicconfigs). A name that is not
 * here may still be right (a vendor's, a newer Kafka's): the broker decides, and its type wins over this table.
 */
export const KNOWN_CONFIGS: ReadonlyMap<string, KnownConfig> = new Map([
  ['cleanup.policy', { type: 'LIST', choices: ['compact', 'delete'] }],
  ['compression.gzip.level', { type: 'INT' }],
  ['compression.lz4.level', { type: 'INT' }],
  ['compression.type', choice('uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer')],
  ['compression.zstd.level', { type: 'INT' }],
  ['delete.retention.ms', milliseconds(0n)],
  ['file.delete.delay.ms', milliseconds(0n)],
  ['flush.messages', long(1n)],
  ['flush.ms', milliseconds(0n)],
  ['follower.replication.throttled.replicas', { type: 'LIST' }],
  ['index.interval.bytes', bytes('INT', 0n)],
  ['leader.replication.throttled.replicas', { type: 'LIST' }],
  ['local.retention.bytes', bytes('LONG', -2n)],
  ['local.retention.ms', milliseconds(-2n)],
  ['max.compaction.lag.ms', milliseconds(1n)],
  ['max.message.bytes', bytes('INT', 0n)],
  ['message.downconversion.enable', flag],
  ['message.format.version', { type: 'STRING' }],
  ['message.timestamp.after.max.ms', milliseconds(0n)],
  ['message.timestamp.before.max.ms', milliseconds(0n)],
  ['message.timestamp.difference.max.ms', milliseconds(0n)],
  ['message.timestamp.type', choice('CreateTime', 'LogAppendTime')],
  ['min.cleanable.dirty.ratio', { type: 'DOUBLE' }],
  ['min.compaction.lag.ms', milliseconds(0n)],
  ['min.insync.replicas', int(1n)],
  ['preallocate', flag],
  ['remote.log.copy.disable', flag],
  ['remote.log.delete.on.disable', flag],
  ['remote.storage.enable', flag],
  ['retention.bytes', bytes('LONG', -1n)],
  ['retention.ms', milliseconds(-1n)],
  ['segment.bytes', bytes('INT', 14n)],
  ['segment.index.bytes', bytes('INT', 4n)],
  ['segment.jitter.ms', milliseconds(0n)],
  ['segment.ms', milliseconds(1n)],
  ['unclean.leader.election.enable', flag],
]);

/** Whether a value must not be shown: the brokers say so, or say nothing of a name that Apache Kafka does not have. */
export const mayBeSensitive = (name: string, config: ObservedConfig | undefined): boolean =>
  config?.sensitive ?? !KNOWN_CONFIGS.has(name);
