import type { ThrottleOperation, TopicThrottles } from '../../actions/topic-sync/src/core/replica-view.ts';
import { allowedRate, RATE_KEYS, REPLICA_KEYS } from '../../actions/topic-sync/src/core/throttle.ts';
import type { ObservedTopic } from '../../actions/topic-sync/src/core/topic.ts';
import { observedConfig } from '../builders/observed-topic.ts';

export interface FakeBroker {
  rack: string | null;
  up: boolean;
  usableBytes: number | null;
  /** Its throttle rates, as they are written. */
  leader: string | null;
  follower: string | null;
}

export const fakeBroker = (rack: string | null): FakeBroker => ({
  rack,
  up: true,
  usableBytes: 1_000_000_000,
  leader: null,
  follower: null,
});

export function alterRate(broker: FakeBroker | undefined, { name, value }: ThrottleOperation): void {
  if (broker !== undefined) broker[name === RATE_KEYS[0] ? 'leader' : 'follower'] = value;
}

/** At which these brokers get records. */
export const lowestRate = (brokers: ReadonlyMap<number, FakeBroker>, ids: readonly number[]): number =>
  Math.min(...ids.map((id) => allowedRate(brokers.get(id)?.follower ?? null)));

/** The lists of throttled replicas that a topic has of its own. */
export function listsOf({ name, config }: ObservedTopic): TopicThrottles {
  const [leader = null, follower = null] = REPLICA_KEYS.map((key) => config.get(key)?.override ?? null);
  return { topic: name, leader, follower };
}

/** The topic after one of its lists was altered. */
export function withList(topic: ObservedTopic, operation: ThrottleOperation): ObservedTopic {
  const value = listAfter(topic.config.get(operation.name)?.override ?? null, operation);
  const config = observedConfig('LIST', '', value ?? undefined);
  return { ...topic, config: new Map([...topic.config, [operation.name, config]]) };
}

/** As Kafka changes a list; what is left of one that lost all its entries is an empty override. */
function listAfter(before: string | null, { operation, value }: ThrottleOperation): string | null {
  const entries = before === null || before === '' ? [] : before.split(',');
  const given = (value ?? '').split(',');
  switch (operation) {
    case 'set':
    case 'delete':
      return value;
    case 'append':
      return [...entries, ...given.filter((entry) => !entries.includes(entry))].join(',');
    case 'subtract':
      return entries.filter((entry) => !given.includes(entry)).join(',');
  }
}
