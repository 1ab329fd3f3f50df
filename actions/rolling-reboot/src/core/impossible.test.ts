import { describe, expect, test } from '@jest/globals';
import { aPartition, aQuorum, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { anEnsemble } from '../../../../test/builders/ensemble.ts';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import type { Allowances } from './allowances.ts';
import { impossible } from './impossible.ts';
import { known, type Partition, type Seen, type ServerState, unknown } from './observation.ts';

const IDS = [1, 2, 3];
const see = (partition: Partition, minimum: number, change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, [partition], { minInSyncReplicas: known(new Map([[partition.topic, minimum]])), ...change });
const problems = (seen: Seen, parked: readonly number[] = []): string[] =>
  impossible(seen, downIds(parked), NO_ALLOWANCES).refused.map(({ where, what }) => `${where}: ${what}`);

describe('a topic', () => {
  test.each<[readonly number[], number, number[], boolean]>([
    [[1, 2, 3], 2, [], true],
    [[1, 2, 3], 3, [], false],
    [[1, 2], 1, [], true],
    [[1, 2], 2, [], false],
    [[1], 1, [], false],
    [[1], 0, [], false],
    [[1, 2, 3], 2, [3], false],
    [[1, 2, 3], 1, [3], true],
    [[1, 2], 1, [3], true],
    [[1], 1, [1], true],
  ])(
    'with replicas %j and minimum %d, %j parked, has room for a restart: %s',
    (replicas, minimum, parked, room) => {
      expect(
        problems(see(aPartition(replicas), minimum), parked).some((each) => each.startsWith('topic orders')),
      ).toBe(!room);
    },
  );

  test('is named once, with what it lacks and how many partitions', () => {
    const partitions = [0, 1].map((partition) => aPartition([1, 2], { partition }));
    expect(problems(seenOf(IDS, partitions))).toEqual([
      'topic orders: its replication factor 2 leaves no room for min.insync.replicas 2 while one replica is down (2 partition(s))',
    ]);
  });

  test('of unlike partitions is told by the one with the fewest replicas', () => {
    const partitions = [aPartition([1, 2], { partition: 0 }), aPartition([3], { partition: 1 })];
    expect(problems(seenOf(IDS, partitions))).toEqual([
      'topic orders: its replication factor 1 leaves no room for min.insync.replicas 2 while one replica is down (2 partition(s))',
    ]);
  });

  test('that a parked broker makes impossible is told so', () => {
    expect(problems(see(aPartition(IDS), 2), [3])[0]).toContain('and broker 3 is parked');
  });

  test('is judged by its own replicas, not by those that a reassignment is adding', () => {
    const reassignments = known([{ topic: 'orders', partition: 0, adding: [3], removing: [] }]);
    expect(problems(see(aPartition(IDS), 2, { reassignments }))).toHaveLength(1);
  });

  test('whose minimum is not known is left to the gate', () => {
    expect(problems(see(aPartition([1]), 1, { minInSyncReplicas: unknown('denied') }))).toEqual([]);
  });
});

describe('a quorum', () => {
  test.each<[readonly number[], number[], boolean]>([
    [[1], [], false],
    [[1, 2], [], false],
    [[1, 2, 3], [], true],
    [[1, 2, 3], [3], false],
    [[1, 2, 3, 4], [], true],
    [[1, 2, 3, 4, 5], [5], true],
    [[1, 2, 3, 4, 5], [4, 5], false],
    [[], [], true],
  ])('of %j, %j parked, can lose one: %s', (voters, parked, can) => {
    const seen = see(aPartition(IDS), 1, { quorum: known(aQuorum(voters[0] ?? -1, voters)) });
    expect(problems(seen, parked).some((each) => each.startsWith('the KRaft quorum'))).toBe(!can);
  });

  test.each<[readonly ServerState[], number, number[], boolean]>([
    [['follower', 'leader', 'follower'], 3, [], true],
    [['follower', 'leader', 'silent'], 3, [3], false],
    [['follower', 'leader', 'follower', 'silent'], 3, [4], true],
    [['follower', 'leader'], 2, [], false],
    [['leader', 'observer', 'observer'], 1, [], false],
    [['follower', 'leader', 'silent', 'observer'], 3, [3], false],
  ])('of ZooKeeper servers %j, %d voters, %j parked, can lose one: %s', (states, voters, parked, can) => {
    const ensemble = anEnsemble(states, { counts: { voters, syncedFollowers: 2 } });
    const { refused } = impossible(
      see(aPartition(IDS), 1, { quorum: known(ensemble) }),
      downIds([], parked),
      NO_ALLOWANCES,
    );
    expect(refused.map(({ where }) => where)).toEqual(can ? [] : ['the ZooKeeper ensemble']);
  });

  test('that is not known is left to the gate', () => {
    expect(problems(see(aPartition(IDS), 1, { quorum: unknown('denied') }))).toEqual([]);
    const uncounted = anEnsemble(['follower', 'leader'], { counts: undefined });
    expect(problems(see(aPartition(IDS), 1, { quorum: known(uncounted) }))).toEqual([]);
  });

  test('comes with what to do about it', () => {
    const judge = (voters: readonly number[], parked: readonly number[]) =>
      impossible(
        see(aPartition(IDS), 1, { quorum: known(aQuorum(1, voters)) }),
        downIds(parked),
        NO_ALLOWANCES,
      ).refused.filter(({ where }) => where === 'the KRaft quorum');
    expect(judge([1, 2], [])).toEqual([
      {
        where: 'the KRaft quorum',
        what: 'it has 2 voter(s), and none may stop without losing the majority',
        fix: 'Run at least three controllers.',
      },
    ]);
    expect(judge([1, 2, 3], [3])).toMatchObject([
      {
        what: 'it has 3 voter(s), of which 1 are parked, and none may stop without losing the majority',
        fix: 'Start the parked controllers again.',
      },
    ]);
  });
});

describe('what the operator allows', () => {
  const unsafe = seenOf(IDS, [aPartition([1, 2]), aPartition([3], { topic: 'logs' })]);
  const judge = (change: Partial<Allowances>) =>
    impossible(unsafe, downIds(), { ...NO_ALLOWANCES, ...change });

  test.each<[string, Partial<Allowances>, string[], string[]]>([
    ['nothing', {}, ['topic orders', 'topic logs'], []],
    ['all topics', { unsafeTopics: 'allow' }, [], ['orders', 'logs']],
    ['one by name', { unsafeTopics: new Set(['logs']) }, ['topic orders'], ['logs']],
  ])('%s', (_, change, refused, accepted) => {
    const result = judge(change);
    expect(result.refused.map(({ where }) => where)).toEqual(refused);
    expect(result.accepted.map((cost) => /topic (\w+)/.exec(cost)?.[1])).toEqual(accepted);
  });

  test('the state topic with one replica, which the tags stand in for', () => {
    expect(judge({ unsafeTopics: new Set(['orders']), stateTopic: 'logs' })).toMatchObject({
      refused: [],
      accepted: [
        expect.stringContaining('topic orders: accepted'),
        'topic logs: the state topic has one replica, so the tags of the instances are the ledger while its broker restarts',
      ],
    });
  });

  test('but not one of whose partitions has several replicas: no tag stands in for those', () => {
    const seen = seenOf(IDS, [aPartition([3], { partition: 1 }), aPartition([1, 2])]);
    const allowing = (unsafeTopics: Allowances['unsafeTopics']) =>
      impossible(seen, downIds(), { ...NO_ALLOWANCES, stateTopic: 'orders', unsafeTopics });
    expect(allowing('block')).toMatchObject({ refused: [{ where: 'topic orders' }], accepted: [] });
    expect(allowing('allow').accepted).toEqual([expect.stringContaining('has one replica')]);
  });

  test('is told what to do about it', () => {
    expect(judge({}).refused.map(({ fix }) => fix)).toEqual([
      'Raise its replication factor, or lower its min.insync.replicas. Or accept it: unsafe-topics: orders',
      'Raise its replication factor, or delete the topic: without a second replica it is offline during a restart. Or accept it: unsafe-topics: logs',
    ]);
  });

  test('is told what it costs', () => {
    expect(judge({ unsafeTopics: 'allow' }).accepted).toEqual([
      'topic orders: accepted by unsafe-topics; it refuses every acks=all write while one of its brokers restarts',
      'topic logs: accepted by unsafe-topics; it is offline while one of its brokers restarts',
    ]);
  });

  test('is told what the worst of unlike partitions costs', () => {
    const costs = (...replicas: readonly (readonly number[])[]): readonly string[] => {
      const partitions = replicas.map((each, partition) => aPartition(each, { partition }));
      const allowances = { ...NO_ALLOWANCES, unsafeTopics: 'allow', extraReplicas: 1 } as const;
      return impossible(seenOf(IDS, partitions), downIds(), allowances).accepted;
    };
    expect(costs([1, 2], [3])).toEqual([expect.stringContaining('it is offline')]);
    expect(costs(IDS, [1, 2])).toEqual([expect.stringContaining('it refuses every acks=all write')]);
  });

  test('a topic that keeps its minimum refuses no write', () => {
    const roomy = see(aPartition(IDS), 2);
    const { accepted } = impossible(roomy, downIds(), {
      ...NO_ALLOWANCES,
      unsafeTopics: 'allow',
      extraReplicas: 1,
    });
    expect(accepted).toEqual([
      'topic orders: accepted by unsafe-topics; it has fewer extra-replicas than asked for while one of its brokers restarts',
    ]);
  });

  test('a topic whose other replicas are parked is offline', () => {
    const { accepted } = impossible(see(aPartition([1, 2]), 1), downIds([2]), {
      ...NO_ALLOWANCES,
      unsafeTopics: 'allow',
    });
    expect(accepted).toContain(
      'topic orders: accepted by unsafe-topics; it is offline while one of its brokers restarts',
    );
  });

  test('more replicas than the minimum make more topics impossible', () => {
    expect(
      impossible(see(aPartition(IDS), 2), downIds(), { ...NO_ALLOWANCES, extraReplicas: 1 }).refused[0]?.what,
    ).toContain('min.insync.replicas 2 and 1 extra-replicas');
  });

  test('a small quorum', () => {
    const seen = see(aPartition(IDS), 1, { quorum: known(aQuorum(1, [1])) });
    expect(impossible(seen, downIds(), { ...NO_ALLOWANCES, unsafeQuorum: 'allow' })).toMatchObject({
      refused: [],
      accepted: [expect.stringContaining('the KRaft quorum')],
    });
  });

  test('but not one of three of which one is parked: no proof of a stop would accept it', () => {
    const seen = see(aPartition(IDS), 1, { quorum: known(aQuorum(1, IDS)) });
    const judged = impossible(seen, downIds([3]), { ...NO_ALLOWANCES, unsafeQuorum: 'allow' });
    expect(judged).toMatchObject({ refused: [{ where: 'the KRaft quorum' }], accepted: [] });
  });
});
