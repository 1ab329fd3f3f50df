import { expect, test } from '@jest/globals';
import { aNode, anInstance, seenOf } from '../../../../test/builders/fleet.ts';
import { NO_PROGRESS } from './progress.ts';
import { quorumWasLost } from './quorum-lost.ts';

test.each([
  [3, [], false],
  [3, [1], false],
  [3, [1, 2], true],
  [4, [1], false],
  [4, [1, 2], true],
  [5, [1, 2], false],
  [5, [1, 2, 3], true],
  [2, [1, 2], false],
  [1, [1], false],
])('of %d voters %j do not run: lost %s, and that is settled once', (voters, down, lost) => {
  const ids = Array.from({ length: voters }, (_, index) => index + 1);
  const nodes = [...ids.map((id) => aNode(id, { controller: true })), aNode(9)];
  const instances = [...ids, 9].map((id) =>
    anInstance(id, { state: (down as readonly number[]).includes(id) || id === 9 ? 'pending' : 'running' }),
  );
  const seen = seenOf([...ids], [], { instances });
  expect(quorumWasLost(NO_PROGRESS, nodes, seen)).toBe(lost);
  expect(quorumWasLost({ ...NO_PROGRESS, quorumWasLost: !lost }, nodes, seen)).toBe(!lost);
});
