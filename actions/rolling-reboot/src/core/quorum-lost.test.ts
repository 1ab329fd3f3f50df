import { expect, test } from '@jest/globals';
import { aNode, anInstance, seenOf } from '../../../../test/builders/fleet.ts';
import { aZooKeeper, anEnsemble } from '../../../../test/builders/ensemble.ts';
import { known, type ServerState } from './observation.ts';
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

const idle = (count: number): ServerState[] => Array<ServerState>(count).fill('silent');

test.each<[string, readonly ServerState[], boolean]>([
  ['one of three participants runs, beside both observers', [...idle(2), 'idle', 'idle', 'idle'], true],
  ['all but one run, and elect a leader just now', [...idle(1), 'idle', 'idle', 'idle', 'idle'], false],
  ['three of five participants run, and one leads', [...idle(2), 'leader', 'follower', 'follower'], false],
  ['two of five run, whatever they say', [...idle(3), 'leader', 'follower'], true],
  ['two of two do not run', idle(2), false],
])('of a ZooKeeper ensemble %s', (_, states, lost) => {
  const nodes = states.map((_state, index) => aZooKeeper(index + 1));
  const instances = nodes.map(({ instance }, index) =>
    anInstance(index + 1, { id: instance, state: states[index] === 'silent' ? 'stopped' : 'running' }),
  );
  const seen = seenOf([1], [], { instances, quorum: known(anEnsemble(states)) });
  expect(quorumWasLost(NO_PROGRESS, nodes, seen)).toBe(lost);
});
