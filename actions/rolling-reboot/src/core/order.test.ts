import { expect, test } from '@jest/globals';
import { aNode, aQuorum, seenOf } from '../../../../test/builders/fleet.ts';
import { known, type Seen, unknown } from './observation.ts';
import { restartOrder } from './order.ts';

const controller = { broker: false, controller: true };
const NODES = [
  aNode(3001, { ...controller, zone: 'a' }),
  aNode(3002, { ...controller, zone: 'b' }),
  aNode(3003, { ...controller, zone: 'c' }),
  ...[1, 2, 3, 4].map((id) => aNode(id)),
];
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
