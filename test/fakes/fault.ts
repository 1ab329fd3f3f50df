import type { FakePartition } from './fake-kafka.ts';

/** What the world does by itself. Times are milliseconds; `at` counts from the beginning of the first run. */
export type Fault =
  /** A broker's process dies, shows in nobody's metadata for a while, and comes back. */
  | (Lasting & { readonly kind: 'crash'; readonly node: number; readonly unseenFor: number })
  /** Somebody stops an instance, and starts it again; never when it lasts for ever. */
  | (Lasting & { readonly kind: 'foreign-stop'; readonly node: number })
  /** The operator parks a node and stops it, and gives it back later. */
  | (Lasting & { readonly kind: 'parked'; readonly node: number })
  /** A broker falls out of every ISR and is back, so many times. */
  | (Lasting & { readonly kind: 'falls-behind'; readonly node: number; readonly times: number })
  /** A broker hears nothing and is not heard by the others, but answers us with what it knew. */
  | (Lasting & { readonly kind: 'isolated'; readonly node: number })
  | { readonly kind: 'leader-moves'; readonly at: number; readonly to: number }
  /** A partition gets a replica on `to`, and gives up its last one. */
  | (Lasting & { readonly kind: 'reassignment'; readonly partition: number; readonly to: number })
  | { readonly kind: 'topic-created'; readonly at: number; readonly partition: FakePartition }
  | { readonly kind: 'topic-deleted'; readonly at: number; readonly partition: number }
  /** Calls fail. */
  | (Lasting & { readonly kind: 'outage'; readonly of: keyof typeof CALLS })
  /** Nobody reaches any broker, and the brokers are well. */
  | (Lasting & { readonly kind: 'unreachable' })
  /** EC2 takes so many starts of the node and lets it go back to stopped. */
  | { readonly kind: 'failing-starts'; readonly node: number; readonly times: number }
  /** A step of the node lasts so many times longer. */
  | {
      readonly kind: 'slow';
      readonly node: number;
      readonly step: 'stop' | 'catchUp';
      readonly factor: number;
    };

export interface Lasting {
  readonly at: number;
  readonly lasts: number;
}

/** The calls that an outage hits, and what is answered. */
export const CALLS = {
  'all of EC2': { calls: /^ec2\./, failure: 'RequestLimitExceeded' },
  capacity: { calls: /^ec2\.start/, failure: 'InsufficientInstanceCapacity' },
  stops: { calls: /^ec2\.stop/, failure: 'RequestLimitExceeded' },
  tags: { calls: /^ec2\.(un)?tag/, failure: 'RequestLimitExceeded' },
  ledger: { calls: /^ledger\./, failure: 'NOT_ENOUGH_REPLICAS' },
  slack: { calls: /^slack/, failure: 'channel_is_archived' },
} as const;
