import { expect, test } from '@jest/globals';
import { aNode, anInstance } from '../../../../test/builders/fleet.ts';
import { aSetting } from '../../../../test/builders/progress.ts';
import { asParked, isParked, parkingNews } from './parked.ts';
import { PARKED_TAG } from './tags.ts';

const parked = { tags: { [PARKED_TAG]: 'true' } };

test('a node that is parked in the middle of a run is parked from then on, and one that is given back is not', () => {
  const nodes = [aNode(1), aNode(2, { parked: true }), aNode(3, { parked: true })];
  const instances = [anInstance(1, parked), anInstance(2), anInstance(3, parked)];
  expect(asParked(aSetting(nodes), { instances }).nodes.map((node) => node.parked)).toEqual([
    true,
    false,
    true,
  ]);
});

test('what was known is kept for an instance that EC2 does not show, and where nothing has changed', () => {
  const nodes = [aNode(1, { parked: true }), aNode(2)];
  const setting = aSetting(nodes);
  expect(asParked(setting, { instances: [anInstance(2)] })).toBe(setting);
});

test('what the operator changed is said once', () => {
  const before = aSetting([aNode(1), aNode(2, { parked: true }), aNode(3, { parked: true })]);
  const instances = [anInstance(1, parked), anInstance(2), anInstance(3, parked)];
  const after = asParked(before, { instances });
  expect(parkingNews(before, after)).toEqual([
    'broker-1 is parked now: it is not started or stopped, and counts as down',
    'broker-2 is not parked any more',
  ]);
  expect(parkingNews(after, asParked(after, { instances }))).toEqual([]);
});

test.each([
  ['true', true],
  ['True', true],
  [' true ', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  [' False', false],
  ['', false],
  [undefined, false],
])('a node whose tag says %j is parked: %j', (value, parked) => {
  expect(isParked({ tags: value === undefined ? {} : { [PARKED_TAG]: value } })).toBe(parked);
});
