import { describe, expect, test } from '@jest/globals';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aPartition, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { describeBlocker } from './describe-blocker.ts';
import { gate } from './gate.ts';
import { known, type Ensemble, type ServerState } from './observation.ts';
import { asProblem } from './remedy.ts';

const BROKERS = [1, 2, 3];
const NODES = [...BROKERS.map((id) => aNode(id)), ...[1, 2, 3].map((id) => aZooKeeper(id))];
const STATES: readonly ServerState[] = ['follower', 'follower', 'leader'];
const having = (id: number, state: ServerState): Ensemble =>
  anEnsemble(STATES.map((each, index) => (index + 1 === id ? state : each)));
const blockersOf = (ensemble: Ensemble, down = downIds()) =>
  gate(seenOf(BROKERS, [aPartition(BROKERS)], { quorum: known(ensemble) }), NODES, down);
const wordsOf = (ensemble: Ensemble, down = downIds()) => blockersOf(ensemble, down).map(describeBlocker);

test('nothing keeps three servers in sync from being well', () => {
  expect(blockersOf(anEnsemble(STATES))).toEqual([]);
});

describe('what keeps an ensemble from being well, and its nearest neighbour that does not', () => {
  test.each<[string, Ensemble, Ensemble]>([
    [
      'ZooKeeper server 2 does not serve (connect ECONNREFUSED)',
      having(2, 'silent'),
      anEnsemble(['follower', 'follower', 'leader', 'observer']),
    ],
    ['ZooKeeper server 2 does not serve (connect ECONNREFUSED)', having(2, 'idle'), having(2, 'follower')],
    ['the quorum has no leader', having(3, 'idle'), having(3, 'leader')],
    [
      '2 ZooKeeper servers say that they follow, and their leader 3 counts 1 in sync',
      anEnsemble(STATES, { counts: { voters: 3, syncedFollowers: 1 } }),
      anEnsemble(STATES, { counts: { voters: 3, syncedFollowers: 2 } }),
    ],
    [
      'zookeeper-connect does not name zookeeper-2',
      anEnsemble(STATES, { faults: [{ kind: 'no-address', server: 2 }] }),
      anEnsemble(STATES),
    ],
  ])('%s', (words, unwell, well) => {
    expect(wordsOf(unwell)).toContain(words);
    expect(wordsOf(well)).toEqual([]);
  });
});

test('a server that is down is excused, and a broker with its id is not', () => {
  expect(blockersOf(having(2, 'silent'), downIds([], [2]))).toEqual([]);
  expect(wordsOf(having(2, 'silent'), downIds([2]))).toEqual([
    'ZooKeeper server 2 does not serve (connect ECONNREFUSED)',
  ]);
});

test('a fault comes with what a person does about it', () => {
  const [blocker] = blockersOf(
    anEnsemble(STATES, { faults: [{ kind: 'uncounted', server: 3, reason: 'not in the whitelist' }] }),
  );
  expect(blocker && asProblem(blocker).fix).toContain('4lw.commands.whitelist=srvr,mntr');
});
