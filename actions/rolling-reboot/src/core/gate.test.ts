import { describe, expect, test } from '@jest/globals';
import { aNode, aPartition, aQuorum, aView, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import type { Blocker } from './blocker.ts';
import type { Down } from './down.ts';
import { gate } from './gate.ts';
import { brokerId, type KafkaNode } from './node.ts';
import { type BrokerView, known, type Quorum, type Seen, unknown } from './observation.ts';

const IDS = [0, 1, 2];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const ORDERS = aPartition([0, 1, 2]);
const LOGS = aPartition([1, 2], { topic: 'logs' });
const PARTITIONS = [ORDERS, LOGS];
const see = (change: Partial<Seen> = {}): Seen => seenOf(IDS, PARTITIONS, change);

/** A look in which broker 2 sees something else than the others. */
const withOddView = (change: Partial<BrokerView>): Seen =>
  see({ views: [...see().views.slice(0, 2), { ...aView(2, IDS, PARTITIONS), ...change }] });

const withQuorum = (quorum: Quorum): Seen => see({ quorum: known(quorum) });
const lagOf = (behind: number | undefined): Quorum => ({
  kind: 'kraft',
  leader: 0,
  voters: IDS.map((id) => ({ id, behind: id === 1 ? behind : 0 })),
});

const NOBODY = downIds();
const kindsOf = (blockers: readonly Blocker[]): string[] => blockers.map(({ kind }) => kind);
const kinds = (seen: Seen, down = NOBODY, nodes: readonly KafkaNode[] = NODES): string[] =>
  kindsOf(gate(seen, nodes, down));

test('nothing keeps a healthy cluster from being well', () => {
  expect(gate(see(), NODES, NOBODY)).toEqual([]);
});

describe('what keeps a cluster from being well, and its nearest neighbour that does not', () => {
  const silentTwo = see({
    views: see().views.slice(0, 2),
    silent: [{ observer: brokerId(2), reason: 'reset' }],
  });
  const without = (id: number): Seen => {
    const up = IDS.filter((each) => each !== id);
    const partitions = PARTITIONS.map((each) => ({
      ...each,
      isr: each.isr.filter((replica) => replica !== id),
    }));
    const quorum = known<Quorum>({
      kind: 'kraft',
      leader: 0,
      voters: IDS.map((each) => ({ id: each, behind: each === id ? undefined : 0 })),
    });
    return seenOf(up, partitions, { quorum });
  };

  test.each<[string, Seen, Seen, Down?]>([
    ['nobody-answers', see({ views: [] }), see({ views: see().views.slice(0, 1) })],
    ['silent-broker', silentTwo, see({ silent: [{ observer: brokerId(7), reason: 'not asked for' }] })],
    ['not-registered', withOddView({ registered: [0, 1] }), without(2), downIds([2])],
    ['unknown-broker', withOddView({ registered: [...IDS, 8] }), see()],
    ['unknown-voter', withQuorum(aQuorum(0, [...IDS, 3000])), withQuorum(aQuorum(0, IDS))],
    ['not-a-voter', withQuorum(aQuorum(0, [0, 1])), see()],
    ['other-cluster', withOddView({ clusterId: 'cluster-2' }), withOddView({ clusterId: 'cluster-1' })],
    ['unreadable-topic', withOddView({ unreadable: [{ topic: 'secret', error: 'DENIED' }] }), see()],
    ['no-partitions', withOddView({ partitions: [] }), see()],
    ['views-disagree', withOddView({ partitions: [ORDERS] }), withOddView({ partitions: [LOGS, ORDERS] })],
    ['offline-partitions', withOddView({ partitions: [{ ...ORDERS, leader: -1 }, LOGS] }), see()],
    [
      'under-replicated',
      withOddView({ partitions: [{ ...ORDERS, isr: [0, 1] }, LOGS] }),
      without(2),
      downIds([2]),
    ],
    [
      'reassigning',
      see({ reassignments: known([{ topic: 'logs', partition: 0, adding: [], removing: [2] }]) }),
      see(),
    ],
    ['unknown', see({ quorum: unknown('no leader') }), see()],
    ['unknown', see({ reassignments: unknown('denied') }), see()],
    ['unknown', see({ minInSyncReplicas: unknown('denied') }), see()],
    ['unknown', see({ minInSyncReplicas: known(new Map([['orders', 2]])) }), see()],
    ['no-leader-of-quorum', withQuorum(aQuorum(-1, IDS)), withQuorum(aQuorum(0, IDS))],
    ['voter-behind', withQuorum(lagOf(5_001)), withQuorum(lagOf(5_000))],
    ['voter-behind', withQuorum(lagOf(undefined)), withQuorum(lagOf(undefined)), downIds([1])],
  ])('%s', (kind, unwell, well, down = NOBODY) => {
    expect(kinds(unwell)).toContain(kind);
    expect(kinds(well, down)).toEqual([]);
  });
});

describe('views that are worth a second look', () => {
  test('two views of the same size that know different topics disagree', () => {
    const created = aPartition([1, 2], { topic: 'created' });
    const seen = withOddView({ partitions: [ORDERS, created] });
    const minInSyncReplicas = known(
      new Map(['orders', 'logs', 'created'].map((topic) => [topic, 1] as const)),
    );
    expect(kinds({ ...seen, minInSyncReplicas })).toEqual(['views-disagree']);
  });

  test('a topic that is deleted between two requests is waited for, by name', () => {
    const seen = see({ minInSyncReplicas: known(new Map([['logs', 1]])) });
    expect(gate(seen, NODES, NOBODY)).toMatchObject([
      { kind: 'unknown', what: 'min.insync.replicas of topic orders' },
    ]);
  });

  test('a replica that died last stays in the ISR; it is not registered and so not in sync', () => {
    const seen = withOddView({ registered: [0, 1] });
    expect(kinds(seen)).toEqual(['not-registered', 'under-replicated']);
  });

  test('a partition with a replica on a broker that nobody knows is under-replicated', () => {
    const seen = seenOf(IDS, [aPartition([0, 1, 9], { isr: [0, 1] })]);
    expect(gate(seen, NODES, NOBODY)).toEqual([
      {
        kind: 'under-replicated',
        count: 1,
        example: { topic: 'orders', partition: 0, isr: [0, 1], missing: [9] },
      },
    ]);
  });

  test('a replica that is being added is no under-replicated partition, but a reassignment', () => {
    const seen = seenOf(IDS, [aPartition([0, 1, 2], { isr: [0, 1] })], {
      reassignments: known([{ topic: 'orders', partition: 0, adding: [2], removing: [] }]),
    });
    expect(kinds(seen)).toEqual(['reassigning']);
  });

  test('a broker that is neither registered nor answers is named once', () => {
    const silent = [{ observer: brokerId(2), reason: 'refused' }];
    const views = [0, 1].map((id) => aView(id, [0, 1], [aPartition([0, 1])]));
    expect(kinds(see({ views, silent }))).toEqual(['not-registered']);
  });

  test('a node that is a controller only is expected in the quorum, not among the brokers', () => {
    const nodes = [...NODES, aNode(3000, { broker: false, controller: true })];
    expect(kinds(withQuorum(aQuorum(0, [...IDS, 3000])), NOBODY, nodes)).toEqual([]);
    expect(kinds(withQuorum(aQuorum(0, IDS)), NOBODY, nodes)).toEqual(['not-a-voter']);
  });

  test('at most three unreadable topics are named', () => {
    const unreadable = Array.from({ length: 9 }, (_, index) => ({
      topic: `t${String(index)}`,
      error: 'DENIED',
    }));
    expect(kinds(withOddView({ unreadable }))).toEqual(Array.from({ length: 3 }, () => 'unreadable-topic'));
  });
});
