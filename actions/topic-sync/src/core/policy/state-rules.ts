import { configPath } from '../layer.ts';
import { listItems } from '../config-value.ts';
import { counted } from '../counted.ts';
import { describeValue } from '../describe.ts';
import type { RuleSettings } from './rule-settings.ts';
import type { Breach, StateRule, TopicView } from './state-rule.ts';

const breach = (path: string, because: string, excess?: bigint): Breach => ({
  ...{ path, because },
  ...(excess !== undefined && { excess }),
});

/** The rules on what a topic is. */
export const STATE_RULES = {
  naming: {
    severity: 'error',
    fix: 'Name it as the policy says; a topic cannot be renamed later.',
    check: ({ topic }, { pattern }) =>
      pattern?.test(topic.name) === false
        ? breach('name', `the name is not like ${pattern.source}`)
        : undefined,
  },
  owner: {
    severity: 'error',
    fix: 'Say in metadata.owner who answers for it.',
    check: ({ topic: { owner } }, { pattern }) => {
      if (owner === null || owner.trim() === '') return breach('name', 'it has no owner');
      return pattern?.test(owner) === false
        ? breach('name', `its owner is not like ${pattern.source}`)
        : undefined;
    },
  },
  partitions: {
    severity: 'error',
    fix: 'Give a number within the limits.',
    check: ({ partitions }, settings) => outside('partitions', BigInt(partitions), settings),
  },
  'replication-factor': {
    severity: 'error',
    fix: 'Give a number within the limits.',
    check: ({ replicationFactor }, settings) =>
      outside('replicationFactor', BigInt(replicationFactor), settings),
  },
  'replicas-fit-cluster': {
    severity: 'error',
    fix: 'Give at most one replica for each broker and each rack.',
    check: replicasFitCluster,
  },
  'min-insync-replicas-explicit': {
    severity: 'error',
    fix: 'Declare min.insync.replicas: it should not change with the defaults of the brokers.',
    check: ({ topic }) =>
      (topic.config.get('min.insync.replicas')?.value ?? null) === null
        ? breach('name', 'it leaves min.insync.replicas to the brokers')
        : undefined,
  },
  'min-insync-replicas-below-factor': {
    severity: 'error',
    fix: 'Give one less than the replication factor, so that a broker can restart while producers go on.',
    check: minimumBelowFactor,
  },
  retention: {
    severity: 'error',
    fix: 'Give a retention.ms within the limits.',
    check: ({ value }, settings) =>
      outside(configPath('retention.ms'), whole(value('retention.ms')), settings),
  },
  'segment-share': {
    severity: 'warning',
    fix: 'Whole segments are deleted: give a segment.bytes from 2 to 50 % of retention.bytes.',
    check: segmentShare,
  },
  'message-fits-segment': {
    severity: 'error',
    fix: 'Give a max.message.bytes of segment.bytes at most.',
    check: ({ value }) => {
      const [message, segment] = [whole(value('max.message.bytes')), whole(value('segment.bytes'))];
      if (message === undefined || segment === undefined || message <= segment) return undefined;
      const because = `a message may have ${String(message)} bytes and a segment ${String(segment)}`;
      return breach(configPath('max.message.bytes'), because, message - segment);
    },
  },
  'same-partitions': {
    severity: 'error',
    fix: 'Give all topics that are joined by key the same number of partitions.',
    check: ({ partitions, siblings }) => {
      const other = siblings.find((sibling) => sibling.partitions.value !== partitions);
      if (other === undefined) return undefined;
      const because = `it has ${counted(partitions, 'partition')}, and ${other.name} has ${String(other.partitions.value)}`;
      return breach('partitions', because);
    },
  },
  'replica-budget': {
    severity: 'error',
    fix: 'Give topics fewer partitions, or raise the budget together with the brokers.',
    check: replicaBudget,
  },
  compaction: {
    severity: 'warning',
    fix: 'Compaction and this do not go together: remove one of them.',
    check: compaction,
  },
  'no-unclean-election': {
    severity: 'error',
    fix: 'Leave unclean.leader.election.enable false: an unclean leader loses acknowledged records.',
    check: ({ value }) =>
      value('unclean.leader.election.enable')?.toLowerCase() === 'true'
        ? breach(
            configPath('unclean.leader.election.enable'),
            'a replica that is not in sync may become leader',
          )
        : undefined,
  },
} as const satisfies Readonly<Record<string, StateRule>>;

function whole(text: string | null): bigint | undefined {
  return text !== null && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

/** -1 is without end: above every limit. */
function outside(path: string, value: bigint | undefined, { min, max }: RuleSettings): Breach | undefined {
  if (value === undefined) return undefined;
  const name = path.replace(/^config\./, '');
  const shown = (each: bigint): string => describeValue(name, String(each));
  if (min !== undefined && value >= 0n && value < min) {
    return breach(path, `${name} is ${shown(value)}, less than ${shown(min)}`, value - min);
  }
  if (max !== undefined && (value < 0n || value > max)) {
    return breach(path, `${name} is ${shown(value)}, more than ${shown(max)}`, upTo(value) - max);
  }
  return undefined;
}

/** Without end is more than any number of Kafka. */
const upTo = (value: bigint): bigint => (value < 0n ? 2n ** 64n : value);

function replicasFitCluster({ replicationFactor, cluster }: TopicView): Breach | undefined {
  if (cluster === null) return undefined;
  const [most, of] =
    cluster.racks > 0 && cluster.racks < cluster.brokers
      ? [cluster.racks, 'rack']
      : [cluster.brokers, 'broker'];
  if (replicationFactor <= most) return undefined;
  return breach(
    'replicationFactor',
    `it has ${String(replicationFactor)} replicas, and there are ${counted(most, of)}`,
    BigInt(replicationFactor - most),
  );
}

function minimumBelowFactor({ value, replicationFactor }: TopicView): Breach | undefined {
  const minimum = Number(value('min.insync.replicas') ?? Number.NaN);
  if (Number.isNaN(minimum) || minimum < replicationFactor) return undefined;
  if (minimum === 1 && replicationFactor === 1) return undefined;
  const because = `min.insync.replicas is ${String(minimum)}, and there are ${String(replicationFactor)} replicas`;
  return breach(configPath('min.insync.replicas'), because, BigInt(minimum - replicationFactor));
}

function segmentShare({ value }: TopicView, { min = 2n, max = 50n }: RuleSettings): Breach | undefined {
  const [segment, retention] = [whole(value('segment.bytes')), whole(value('retention.bytes'))];
  if (segment === undefined || retention === undefined || retention <= 0n) return undefined;
  if (segment * 100n >= retention * min && segment * 100n <= retention * max) return undefined;
  const because = `a segment is ${String((segment * 100n) / retention)} % of retention.bytes`;
  return breach(configPath('segment.bytes'), because, shareMissed(segment, retention, [min, max]));
}

/** In millionths of a percent, from the limit that is missed. */
function shareMissed(segment: bigint, retention: bigint, [min, max]: readonly [bigint, bigint]): bigint {
  const limit = segment * 100n < retention * min ? min : max;
  return ((segment * 100n - retention * limit) * 1_000_000n) / retention;
}

/** The topics are counted by name; those that come after the budget is used up break the rule. */
function replicaBudget({ replicasUpTo: used }: TopicView, { max }: RuleSettings): Breach | undefined {
  if (max === undefined || BigInt(used) <= max) return undefined;
  return breach(
    'partitions',
    `with it the topics have ${counted(used, 'replica')}, more than ${String(max)}`,
  );
}

function compaction(view: TopicView): Breach | undefined {
  const policies = listItems(view.value('cleanup.policy') ?? '');
  if (!policies.includes('compact')) return undefined;
  if (view.value('remote.storage.enable')?.toLowerCase() === 'true') {
    return breach(configPath('remote.storage.enable'), 'a compacted topic cannot be tiered');
  }
  return compactionLags(view) ?? (policies.includes('delete') ? undefined : idleRetention(view));
}

function compactionLags({ value }: TopicView): Breach | undefined {
  const [least, most] = [whole(value('min.compaction.lag.ms')), whole(value('max.compaction.lag.ms'))];
  if (least === undefined || most === undefined || least <= most) return undefined;
  return breach(
    configPath('min.compaction.lag.ms'),
    'min.compaction.lag.ms is more than max.compaction.lag.ms',
    least - most,
  );
}

function idleRetention({ topic }: TopicView): Breach | undefined {
  const name = ['retention.ms', 'retention.bytes'].find(
    (each) => typeof topic.config.get(each)?.value === 'string',
  );
  return name === undefined
    ? undefined
    : breach(configPath(name), `${name} means nothing without the policy delete`);
}
