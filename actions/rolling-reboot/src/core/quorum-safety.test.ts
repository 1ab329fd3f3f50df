import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_ALLOWANCES } from '../../../../test/builders/allowances.ts';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, aPartition, downIds, seenOf } from '../../../../test/builders/fleet.ts';
import type { Blocker } from './blocker.ts';
import { withNode } from './down.ts';
import { known, type Ensemble, type Seen, type ServerState } from './observation.ts';
import { quorumWithout } from './quorum-safety.ts';
import { maySafelyStop } from './safety.ts';

const see = (ensemble: Ensemble): Seen =>
  seenOf([1, 2, 3], [aPartition([1, 2, 3])], { quorum: known(ensemble) });

/** Why ZooKeeper server `id` may not be stopped. */
function kinds(ensemble: Ensemble, id: number, down: readonly number[] = []): Blocker['kind'][] {
  const node = aZooKeeper(id);
  const gone = withNode(downIds([], down), node);
  return quorumWithout(node, see(ensemble), { gone, allowances: NO_ALLOWANCES }).blockers.map(
    ({ kind }) => kind,
  );
}

test('where nobody counts the servers in sync, nobody is known to be', () => {
  const seen = see(anEnsemble(['follower', 'follower', 'leader'], { counts: undefined }));
  const node = aZooKeeper(3);
  const rules = { gone: withNode(downIds(), node), allowances: NO_ALLOWANCES };
  expect(quorumWithout(node, seen, rules).blockers).toEqual([
    { kind: 'majority', left: 0, needed: Infinity, voters: Infinity },
  ]);
});

const THREE = anEnsemble(['follower', 'follower', 'leader']);
const FIVE = anEnsemble(['follower', 'follower', 'follower', 'follower', 'leader']);

describe('a ZooKeeper server may be stopped', () => {
  test.each<[string, Ensemble, number, number[]]>([
    ['a follower of three', THREE, 1, []],
    ['the leader of three', THREE, 3, []],
    [
      'one of five when another is down',
      anEnsemble(['silent', 'follower', 'follower', 'follower', 'leader']),
      2,
      [1],
    ],
    ['an observer, however few participants are left', anEnsemble(['leader', 'silent', 'observer']), 3, []],
    ['one that is not in sync anyway', anEnsemble(['idle', 'follower', 'leader']), 1, []],
  ])('%s', (_, ensemble, id, down) => {
    expect(kinds(ensemble, id, down)).toEqual([]);
  });
});

describe('it may not', () => {
  test.each<[string, Ensemble, number, number[], Blocker['kind'][]]>([
    ['when another of three is silent', anEnsemble(['follower', 'silent', 'leader']), 1, [], ['majority']],
    ['when another of three is down, whatever it says', THREE, 1, [2], ['majority']],
    ['when the leader of three is down, whatever it says', THREE, 1, [3], ['majority']],
    ['when two of five are down', FIVE, 1, [2, 3], ['majority']],
    [
      'when the leader counts one of two followers in sync: observers do not make up for it',
      anEnsemble(['follower', 'follower', 'leader', 'observer', 'observer'], {
        counts: { voters: 3, syncedFollowers: 1 },
      }),
      1,
      [],
      ['majority'],
    ],
    [
      'when the leader knows of voters that nobody here is',
      anEnsemble(['follower', 'follower', 'leader'], { counts: { voters: 5, syncedFollowers: 2 } }),
      1,
      [],
      ['majority'],
    ],
    ['when nobody leads', anEnsemble(['idle', 'idle', 'idle']), 1, [], ['no-leader-of-quorum']],
    [
      'when something does not fit',
      anEnsemble(['follower', 'follower', 'leader'], { faults: [{ kind: 'no-address', server: 2 }] }),
      1,
      [],
      ['ensemble'],
    ],
  ])('%s', (_, ensemble, id, down, expected) => {
    expect(kinds(ensemble, id, down)).toEqual(expected);
  });

  test('nor may a broker while the ensemble cannot be read', () => {
    const rules = { down: downIds(), parked: downIds(), allowances: NO_ALLOWANCES };
    expect(maySafelyStop(aNode(1), see(THREE), rules).safe).toBe(true);
    expect(maySafelyStop(aNode(1), see(anEnsemble(['idle', 'idle', 'idle'])), rules).safe).toBe(false);
  });
});

test('the certificate of a ZooKeeper server names the voters that stay, and none of the partitions of a broker', () => {
  const rules = { down: downIds(), parked: downIds(), allowances: NO_ALLOWANCES };
  expect(maySafelyStop(aZooKeeper(1), see(THREE), rules)).toMatchObject({
    safe: true,
    certificate: { node: 'zookeeper-1', tightest: null, voters: { left: 2, needed: 2, of: 3 } },
  });
});

test('a small ensemble is the operator’s to answer for', () => {
  const node = aZooKeeper(1);
  const gone = downIds([], [1]);
  const allowances = { ...NO_ALLOWANCES, unsafeQuorum: 'allow' } as const;
  const judge = (ensemble: Ensemble) => quorumWithout(node, see(ensemble), { gone, allowances }).blockers;
  expect(judge(anEnsemble(['leader']))).toEqual([]);
  expect(judge(anEnsemble(['follower', 'silent', 'leader']))).toMatchObject([{ kind: 'majority' }]);
});

/** Any ensemble, in sync or not, with whatever its leader may count. */
const ensembles = fc
  .record({
    others: fc.array(
      fc.constantFrom<ServerState>('follower', 'follower', 'follower', 'observer', 'idle', 'silent'),
      { maxLength: 7 },
    ),
    leads: fc.boolean(),
    voters: fc.integer({ min: 1, max: 9 }),
    syncedFollowers: fc.nat(8),
  })
  .map(({ others, leads, voters, syncedFollowers }) =>
    leads
      ? anEnsemble([...others, 'leader'], { counts: { voters, syncedFollowers } })
      : anEnsemble([...others, 'idle']),
  );

/** Participants that answer, stay, and are in sync even if everyone who goes was, recomputed without any code of the action. */
function surelyLeft({ servers, counts }: Ensemble, away: readonly number[]): number {
  const staying = servers.filter(({ id }) => !away.includes(id)).map(({ state }) => state);
  const answering = staying.filter((state) => state === 'follower').length;
  const going = servers.filter(({ id, state }) => state === 'follower' && away.includes(id)).length;
  const synced = Math.max(0, (counts?.syncedFollowers ?? 0) - going);
  return staying.filter((state) => state === 'leader').length + Math.min(answering, synced);
}

test('whatever an ensemble says, no stop of a participant leaves less than a majority that is surely in sync', () => {
  const downs = fc.uniqueArray(fc.nat(8), { maxLength: 3 });
  let allowed = 0;
  fc.assert(
    fc.property(ensembles, fc.nat(8), downs, (ensemble, pick, down) => {
      const stopped = ensemble.servers[pick % ensemble.servers.length];
      fc.pre(
        stopped !== undefined &&
          stopped.state !== 'observer' &&
          kinds(ensemble, stopped.id, down).length === 0,
      );
      const { voters } = ensemble.counts ?? { voters: Infinity };
      expect(surelyLeft(ensemble, [...down, stopped.id])).toBeGreaterThanOrEqual(Math.floor(voters / 2) + 1);
      allowed += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(allowed).toBeGreaterThan(100);
});
