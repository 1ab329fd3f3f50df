import { describe, expect, test } from '@jest/globals';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aQuorum, seenOf } from '../../../../test/builders/fleet.ts';
import { known, type Quorum, type Reading, type Seen, type ServerState, unknown } from './observation.ts';
import { hasItsPart, stillTakesPart } from './quorum-part.ts';

const controller = aNode(3001, { broker: false, controller: true });
const see = (quorum: Reading<Quorum>): Seen => seenOf([], [], { quorum });
const quorumOf = (behind: number | undefined): Reading<Quorum> =>
  known({
    kind: 'kraft',
    leader: 1,
    voters: [
      { id: 1, behind: 0 },
      { id: 3001, behind },
    ],
  });

describe('a controller', () => {
  test.each<[string, Reading<Quorum>, boolean]>([
    ['still fetches', quorumOf(5_000), true],
    ['fell behind', quorumOf(5_001), false],
    ['was forgotten', quorumOf(undefined), false],
    ['is no voter', known(aQuorum(1, [1])), false],
    ['cannot be seen', unknown('denied'), true],
  ])('has left when it no longer votes: it %s', (_, quorum, votes) => {
    expect(stillTakesPart(controller, see(quorum))).toBe(votes);
  });

  test.each<[string, Reading<Quorum>, boolean]>([
    ['is caught up', quorumOf(5_000), true],
    ['is behind', quorumOf(5_001), false],
    ['cannot be seen', unknown('denied'), false],
  ])('is back when it %s', (_, quorum, back) => {
    expect(hasItsPart(controller, see(quorum))).toBe(back);
  });

  test('that is a broker too leaves as a broker', () => {
    expect(stillTakesPart(aNode(3001, { controller: true }), see(quorumOf(0)))).toBe(false);
  });
});

describe('a ZooKeeper server', () => {
  test.each<[ServerState, { readonly here: boolean; readonly back: boolean }]>([
    ['follower', { here: true, back: true }],
    ['leader', { here: true, back: true }],
    ['observer', { here: true, back: true }],
    ['idle', { here: true, back: false }],
    ['silent', { here: false, back: false }],
  ])('that is %s', (state, { here, back }) => {
    const seen = see(known(anEnsemble([state, 'leader'])));
    expect(stillTakesPart(aZooKeeper(1), seen)).toBe(here);
    expect(hasItsPart(aZooKeeper(1), seen)).toBe(back);
  });

  test('may be there while the ensemble cannot be seen', () => {
    expect(stillTakesPart(aZooKeeper(1), see(unknown('denied')))).toBe(true);
  });

  test('is no voter of KRaft with the same id', () => {
    expect(stillTakesPart(aZooKeeper(1), see(known(aQuorum(1, [1, 2, 3]))))).toBe(false);
  });

  test('that the ensemble does not know is silent', () => {
    const seen = see(known(anEnsemble(['leader'])));
    expect([stillTakesPart(aZooKeeper(2), seen), hasItsPart(aZooKeeper(2), seen)]).toEqual([false, false]);
  });

  test('is no broker with the same id', () => {
    const seen = see(known(anEnsemble(['silent', 'leader'])));
    expect([stillTakesPart(aNode(2), seen), hasItsPart(aNode(1), seen)]).toEqual([false, true]);
  });
});
