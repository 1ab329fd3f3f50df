import { expect, test } from '@jest/globals';
import {
  allowed,
  isMissing,
  notProbed,
  type Permission,
  permissionTable,
  type Probed,
  refused,
  unknown,
  verdict,
  worstOf,
} from './permission.ts';

const row = (permission: string, probed: Probed): Permission => ({
  permission,
  neededFor: 'do it',
  probed,
  fix: 'Allow it.',
});

test('what was found and what to do stand below a permission that is not there', () => {
  const rows = [
    row('a', allowed('on 3 nodes')),
    row('bb', refused('no')),
    row('c', notProbed('it would post')),
  ];
  expect(permissionTable(rows)).toEqual([
    'outcome     permission  needed to  found',
    'ok          a           do it      on 3 nodes',
    'REFUSED     bb          do it',
    '            found: no',
    '            fix: Allow it.',
    'not probed  c           do it',
    '            found: it would post',
    '            fix: Allow it.',
  ]);
});

test('refused and unknown are missing; what cannot be probed is told and is no error', () => {
  const rows = [row('a', allowed('')), row('b', refused('')), row('c', unknown('')), row('d', notProbed(''))];
  expect(rows.filter(isMissing).map(({ permission }) => permission)).toEqual(['b', 'c']);
  expect(verdict(rows)).toBe('2 of 4 permissions are missing: b, c; 1 cannot be probed without a change');
  expect(verdict([row('a', allowed(''))])).toBe('nothing is missing of what can be asked: 1 permissions');
});

test('of several answers the worst counts: a refusal, then what is not known', () => {
  expect(worstOf([allowed('1'), allowed('2')], 'on 2 nodes')).toEqual(allowed('on 2 nodes'));
  expect(worstOf([unknown('1'), refused('2'), allowed('3')], '')).toEqual(refused('2 (and 1 more)'));
  expect(worstOf([allowed('1'), unknown('2')], '')).toEqual(unknown('2'));
});
