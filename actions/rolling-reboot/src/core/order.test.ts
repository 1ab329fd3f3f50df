import { describe, expect, test } from '@jest/globals';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aQuorum, aView, seenOf } from '../../../../test/builders/fleet.ts';
import { known, type Seen, type ServerState, unknown } from './observation.ts';
import { type OrderHints, restartOrder, waitsForOthers } from './order.ts';
import { isVoter } from './quorum-part.ts';

const controller = { broker: false, controller: true };
const NODES = [
  aNode(3001, { ...controller, zone: 'a' }),
  aNode(3002, { ...controller, zone: 'b' }),
  aNode(3003, { ...controller, zone: 'c' }),
  ...[1, 2, 3, 4].map((id) => aNode(id)),
];
const HINTS: OrderHints = { due: () => Infinity, lasts: () => 0, width: 1, restarted: 0 };
const order = (quorum: Seen['quorum']): number[] =>
  restartOrder(NODES, seenOf([], [], { quorum })).map(({ id }) => id);

test.each([3001, 3002, 3003])(
  'brokers zone by zone, then voters, the active controller %d last',
  (leader) => {
    const voters = [3001, 3002, 3003];
    const others = voters.filter((id) => id !== leader);
    expect(order(known(aQuorum(leader, voters)))).toEqual([1, 4, 2, 3, ...others, leader]);
  },
);

test('a combined node that leads comes after every other node', () => {
  expect(order(known(aQuorum(1, [1, 2, 3]))).at(-1)).toBe(1);
});

test('without a quorum to ask, controllers come last by their role', () => {
  expect(order(unknown('denied')).slice(-3)).toEqual([3001, 3002, 3003]);
});

test('leadership moves, and the order with it', () => {
  const left = NODES.slice(0, 2);
  const next = (leader: number): number | undefined =>
    restartOrder(left, seenOf([], [], { quorum: known(aQuorum(leader, [3001, 3002, 3003])) }))[0]?.id;
  expect([next(3001), next(3002)]).toEqual([3002, 3001]);
});

test('in one zone and with nothing known of them, by their ids', () => {
  const nodes = [3, 1, 2].map((id) => aNode(id, { zone: 'a' }));
  expect(restartOrder(nodes, seenOf([], [])).map(({ id }) => id)).toEqual([1, 2, 3]);
});

test('zones are taken one after another, whatever the order in which they were found', () => {
  const zones = [
    ['c', 'a', 'b'],
    ['b', 'c', 'a'],
    ['a', 'c', 'b'],
  ];
  for (const found of zones) {
    const nodes = found.map((zone, index) => aNode(9 - index, { zone }));
    expect(restartOrder(nodes, seenOf([], [])).map(({ zone }) => zone)).toEqual(['a', 'b', 'c']);
  }
});

test('the active controller waits for the other voters, and they for nobody', () => {
  const seen = seenOf([], [], { quorum: known(aQuorum(3001, [3001, 3002, 3003])) });
  expect(waitsForOthers(aNode(3001, controller), [aNode(3001, controller)], seen)).toBe(false);
  expect(waitsForOthers(aNode(3001, controller), [aNode(3002, controller)], seen)).toBe(true);
  expect(waitsForOthers(aNode(3002, controller), [aNode(3001, controller)], seen)).toBe(false);
});

describe('on ZooKeeper', () => {
  const nodes = [...[1, 2, 3, 4].map((id) => aZooKeeper(id)), ...[1, 2, 3].map((id) => aNode(id))];
  const see = (states: readonly ServerState[], controller: number): Seen =>
    seenOf([], [], {
      views: [{ ...aView(1, [1, 2, 3], []), controller }],
      quorum: known(anEnsemble(states)),
    });
  const names = (seen: Seen) => restartOrder(nodes, seen).map(({ name }) => name);

  test('brokers, their controller last; then observers, followers, the leader last', () => {
    expect(names(see(['leader', 'follower', 'observer', 'follower'], 1))).toEqual([
      'broker-2',
      'broker-3',
      'broker-1',
      'zookeeper-3',
      'zookeeper-4',
      'zookeeper-2',
      'zookeeper-1',
    ]);
  });

  test('while the ensemble cannot be read, its servers come last by their role', () => {
    const seen = seenOf([], [], { quorum: unknown('nobody answers') });
    expect(isVoter(aZooKeeper(1), seen)).toBe(true);
    expect(isVoter(aNode(1), seen)).toBe(false);
  });

  test('the broker that is controller leads brokers, whatever the server of its id does', () => {
    const seen = see(['follower', 'leader', 'follower', 'follower'], 1);
    expect(names(seen).slice(0, 3)).toEqual(['broker-2', 'broker-3', 'broker-1']);
  });

  test('leadership moves, and the order with it', () => {
    const seen = see(['follower', 'follower', 'observer', 'leader'], 3);
    expect([names(seen)[2], names(seen).at(-1)]).toEqual(['broker-3', 'zookeeper-4']);
  });

  test('the controller waits for brokers only, the leader for everybody', () => {
    const seen = see(['leader', 'follower', 'observer', 'follower'], 1);
    expect(waitsForOthers(aNode(1), [aNode(1), aZooKeeper(1), aZooKeeper(2)], seen)).toBe(false);
    expect(waitsForOthers(aNode(1), [aNode(1), aNode(2)], seen)).toBe(true);
    expect(waitsForOthers(aZooKeeper(1), [aZooKeeper(1), aZooKeeper(3)], seen)).toBe(true);
    expect(waitsForOthers(aZooKeeper(1), [aZooKeeper(1), aNode(3)], seen)).toBe(true);
    expect(waitsForOthers(aZooKeeper(1), [aZooKeeper(1)], seen)).toBe(false);
  });

  test('who may have a vote has one, but no broker with the same id', () => {
    const seen = see(['leader', 'silent', 'observer', 'idle'], 1);
    expect([1, 2, 3, 4].map((id) => isVoter(aZooKeeper(id), seen))).toEqual([true, true, false, true]);
    expect([1, 2].map((id) => isVoter(aNode(id), seen))).toEqual([false, false]);
  });
});

test('who is due first comes first, but never before its rank', () => {
  const due = ({ id }: { readonly id: number }): number => ({ 4: 1, 3: 2, 3002: 0 })[id] ?? Infinity;
  const seen = seenOf([], [], { quorum: known(aQuorum(3001, [3001, 3002, 3003])) });
  expect(restartOrder(NODES, seen, { ...HINTS, due }).map(({ id }) => id)).toEqual([
    4, 3, 1, 2, 3002, 3003, 3001,
  ]);
});

describe('in a window for several nodes', () => {
  const nodes = [3001, 3002, 3003].map((id) => aNode(id, controller));
  const brokers = [1, 2, 3, 4, 5, 6, 7].map((id) => aNode(id, { zone: 'a' }));
  const seen = seenOf([], [], { quorum: known(aQuorum(3001, [3001, 3002, 3003])) });
  const first = (count: number, width: number, restarted = width): (number | undefined)[] =>
    restartOrder([...nodes, ...brokers.slice(0, count)], seen, { ...HINTS, width, restarted })
      .map(({ id }) => id)
      .slice(0, 2);

  test('the voters begin while the others still last for as many rounds as there are voters, but one', () => {
    expect(first(7, 3)).toEqual([1, 2]);
    expect(first(6, 3)).toEqual([3002, 3003]);
  });

  test('not before a whole window of the others is back', () => {
    expect(first(6, 3, 2)).toEqual([1, 2]);
  });

  test('never where nodes go one after another, and as soon as two go together', () => {
    expect(first(1, 1)).toEqual([1, 3002]);
    expect(first(4, 2)).toEqual([3002, 3003]);
    expect(first(5, 2)).toEqual([1, 2]);
  });

  test('the active controller stays last', () => {
    const order = restartOrder([...nodes, ...brokers], seen, { ...HINTS, width: 9, restarted: 9 });
    expect(order.at(-1)?.id).toBe(3001);
  });

  test('who takes longest goes first in its rack', () => {
    const lasts = ({ id }: { readonly id: number }): number => id % 4;
    const order = restartOrder(brokers, seen, { ...HINTS, lasts, width: 2 });
    expect(order.map(({ id }) => id)).toEqual([3, 7, 2, 6, 1, 5, 4]);
  });
});
