import { describe, expect, test } from '@jest/globals';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aPartition, aQuorum, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import { gate } from './gate.ts';
import { brokerId } from './node.ts';
import { type Ensemble, known, type Seen, unknown } from './observation.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const see = (change: Partial<Seen> = {}): Seen => seenOf(IDS, [aPartition(IDS)], change);
const gateOn = (change: Partial<Seen>, nodes = NODES, down = downIds()) => gate(see(change), nodes, down);

describe('where nobody answers', () => {
  test('the first reason is told', () => {
    const silent = [1, 2].map((id) => ({ observer: brokerId(id), reason: `reason ${String(id)}` }));
    expect(gateOn({ views: [], silent })).toEqual([{ kind: 'nobody-answers', reason: 'reason 1' }]);
  });

  test('because there is nobody to ask, that is told', () => {
    expect(gateOn({ views: [] })).toEqual([{ kind: 'nobody-answers', reason: 'no broker is known' }]);
  });
});

test('minimums that cannot be read at all are told as such, not topic by topic', () => {
  expect(gateOn({ minInSyncReplicas: unknown('denied') })).toEqual([
    { kind: 'unknown', what: 'min.insync.replicas', reason: 'denied' },
  ]);
});

describe('in a KRaft quorum', () => {
  test('a controller that is down need not vote', () => {
    const nodes = [...NODES, aNode(3000, { broker: false, controller: true })];
    expect(gateOn({ quorum: known(aQuorum(1, IDS)) }, nodes, downIds([3000]))).toEqual([]);
  });

  test('a voter that nobody knows is named once, however far it is behind', () => {
    const { voters } = aQuorum(1, IDS);
    const quorum = known({
      kind: 'kraft' as const,
      leader: 1,
      voters: [...voters, { id: 3000, behind: undefined }],
    });
    expect(gateOn({ quorum })).toEqual([{ kind: 'unknown-voter', voter: 3000 }]);
  });
});

describe('in an ensemble', () => {
  const nodes = [...IDS.map((id) => aNode(id)), ...IDS.map((id) => aZooKeeper(id))];
  const gateOf = (ensemble: Ensemble) => gateOn({ quorum: known(ensemble) }, nodes);
  const counts = { voters: 3, syncedFollowers: 9 };

  test('a fault explains why servers disagree', () => {
    const fault = { kind: 'no-address', server: 2 } as const;
    expect(gateOf(anEnsemble(['follower', 'follower', 'leader'], { faults: [fault], counts }))).toEqual([
      { kind: 'ensemble', fault },
    ]);
  });

  test('servers agree or disagree with a leader that counts them only', () => {
    expect(gateOf(anEnsemble(['follower', 'follower', 'leader'], { counts: undefined }))).toEqual([]);
    expect(gateOf(anEnsemble(['follower', 'follower', 'follower'], { counts }))).toEqual([
      { kind: 'no-leader-of-quorum' },
    ]);
  });
});
