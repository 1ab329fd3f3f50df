import { describe, expect, test } from '@jest/globals';
import { aSight, aZooKeeper, serves, SIGHTS } from '../../../../test/builders/ensemble.ts';
import { aNode, anInstance } from '../../../../test/builders/fleet.ts';
import { describeFault, faultRemedy } from './ensemble-fault.ts';
import { ensembleOf } from './ensemble.ts';
import type { Instance } from './node.ts';
import type { ServerAnswer, ServerSight } from './server-sight.ts';

const NODES = [aNode(1), aNode(2), ...[1, 2, 3].map((id) => aZooKeeper(id))];
const instanceOf = (id: number): Instance =>
  anInstance(id, {
    id: aZooKeeper(id).instance,
    addresses: [`10.0.1.${String(id)}`, `zk${String(id)}.internal`],
  });
const INSTANCES = [anInstance(1), anInstance(2), ...[1, 2, 3].map(instanceOf)];
const SILENT: ServerAnswer = { kind: 'silent', reason: 'connect ECONNREFUSED' };
const IDLE: ServerAnswer = { kind: 'idle', reason: 'not currently serving requests' };

/** The sights with those of some servers changed. */
const having = (...changed: readonly ServerSight[]): ServerSight[] =>
  SIGHTS.map((sight) => changed.find(({ address }) => address === sight.address) ?? sight);
const read = (sights: readonly ServerSight[], nodes = NODES) => ensembleOf(sights, nodes, INSTANCES);
const statesOf = (sights: readonly ServerSight[], nodes = NODES) =>
  read(sights, nodes).servers.map(({ state }) => state);
const faultsOf = (sights: readonly ServerSight[], nodes = NODES) => read(sights, nodes).faults;

test('three servers that say their ids', () => {
  expect(read(SIGHTS)).toEqual({
    kind: 'zookeeper',
    servers: [
      { id: 1, state: 'follower', reason: '' },
      { id: 2, state: 'follower', reason: '' },
      { id: 3, state: 'leader', reason: '' },
    ],
    counts: { voters: 3, syncedFollowers: 2 },
    faults: [],
  });
});

describe('a server that does not say its id', () => {
  const nameless = SIGHTS.map((sight) => ({ ...sight, id: undefined }));

  test.each([
    ['its host', nameless],
    [
      'what its host resolves to',
      nameless.map((sight) => ({ ...sight, hosts: ['zookeeper.example.org', ...sight.hosts] })),
    ],
    [
      'its DNS name, in whatever case',
      nameless.map((sight, index) => ({ ...sight, hosts: [`ZK${String(index + 1)}.internal`] })),
    ],
  ])('is the one on the instance with its address: %s', (_, sights) => {
    expect(read(sights)).toEqual(read(SIGHTS));
  });

  test('and is on none of the instances is a fault', () => {
    const elsewhere = nameless.map((sight) => ({ ...sight, hosts: ['127.0.0.1'] }));
    expect(faultsOf(elsewhere).map(({ kind }) => kind)).toEqual([1, 2, 3].map(() => 'unplaced-server'));
    expect(statesOf(elsewhere)).toEqual(['idle', 'idle', 'idle']);
  });

  test('and is gone can only be the node that nobody else is', () => {
    const sights = having(aSight(2, SILENT, { id: undefined, hosts: ['127.0.0.1'] }));
    expect(statesOf(sights)).toEqual(['follower', 'silent', 'leader']);
    expect(faultsOf(sights)).toEqual([]);
  });

  test('and runs without serving may be any node that nobody else is: it has not left', () => {
    const sights = having(aSight(2, IDLE, { id: undefined, hosts: ['127.0.0.1'] }));
    expect(statesOf(sights)).toEqual(['follower', 'idle', 'leader']);
    expect(faultsOf(sights)).toEqual([]);
  });
});

describe('the state of a server', () => {
  test.each<[string, ServerAnswer, string]>([
    ['it does not answer', SILENT, 'silent'],
    ['it serves nobody', IDLE, 'idle'],
    ['it observes', serves('observer'), 'observer'],
    ['it follows without a vote', serves('follower', { voterIds: [2, 3] }), 'observer'],
    ['it follows with one', serves('follower', { voterIds: [1, 2, 3] }), 'follower'],
  ])('when %s', (_, answer, state) => {
    expect(statesOf(having(aSight(1, answer)))[0]).toBe(state);
  });

  test('one that stands alone is the leader of itself', () => {
    const { servers, counts } = read([aSight(1, serves('standalone'), { id: undefined })], [aZooKeeper(1)]);
    expect(servers).toMatchObject([{ id: 1, state: 'leader' }]);
    expect(counts).toEqual({ voters: 1, syncedFollowers: 0 });
  });
});

describe('how many are in sync', () => {
  test.each<[string, readonly ServerSight[], object | undefined]>([
    ['the leader says', SIGHTS, { voters: 3, syncedFollowers: 2 }],
    ['nobody leads', having(aSight(3, SILENT)), undefined],
    ['two lead', having(aSight(2, serves('leader', { syncedFollowers: 1 }))), undefined],
    [
      'the leader does not say',
      having(aSight(3, serves('leader', { uncounted: 'not in the whitelist' }))),
      undefined,
    ],
    [
      'the leader names the voters only',
      having(
        aSight(3, { kind: 'serves', server: { mode: 'leader', voterIds: [1, 2, 3], syncedFollowers: 2 } }),
      ),
      { voters: 3, syncedFollowers: 2 },
    ],
    [
      'the leader says nothing of voters',
      having(aSight(3, { kind: 'serves', server: { mode: 'leader', syncedFollowers: 2 } })),
      undefined,
    ],
  ])('%s', (_, sights, counts) => {
    expect(read(sights).counts).toEqual(counts);
  });
});

describe('a fault', () => {
  const twoNodes = [aZooKeeper(1), aZooKeeper(2)];

  test.each<[string, readonly ServerSight[], string, typeof NODES?]>([
    [
      'unknown-server',
      having(aSight(2, serves('follower'), { id: 9 })),
      'the ZooKeeper server at 10.0.1.2:2181 has the id 9, and no instance has it',
    ],
    [
      'misplaced-server',
      [
        aSight(1, serves('follower'), { id: 2 }),
        aSight(2, serves('follower'), { id: 1 }),
        ...SIGHTS.slice(2),
      ],
      'the ZooKeeper server at 10.0.1.1:2181 says that its id is 2, and its instance is tagged 1',
    ],
    [
      'server-twice',
      [...SIGHTS, aSight(1, serves('follower'), { address: 'zk1:2181' })],
      '10.0.1.1:2181 and zk1:2181 are both ZooKeeper server 1',
    ],
    [
      'spare-addresses',
      [...SIGHTS, aSight(4, SILENT, { id: undefined })],
      'nobody answers at 10.0.1.4:2181 of zookeeper-connect, and fewer ZooKeeper instances are missing',
    ],
    ['no-address', SIGHTS.slice(1), 'zookeeper-connect does not name zookeeper-1'],
    [
      'lone-server',
      having(aSight(2, serves('standalone'))),
      'ZooKeeper server 2 stands alone, outside of the ensemble',
    ],
    [
      'two-leaders',
      having(aSight(2, serves('leader', { syncedFollowers: 1 }))),
      'the ZooKeeper servers 2, 3 all say that they lead',
    ],
    [
      'uncounted',
      having(aSight(3, serves('leader', { uncounted: 'mntr is not in the whitelist' }))),
      'ZooKeeper server 3 leads and does not tell how many followers are in sync (mntr is not in the whitelist)',
    ],
    [
      'memberships-disagree',
      having(aSight(1, serves('follower', { voters: 5 }))),
      'the ZooKeeper servers disagree on who has a vote: by 1 5 voters, by 2 3 voters',
    ],
    [
      'memberships-disagree',
      having(
        aSight(1, serves('follower', { voterIds: [2, 1] })),
        aSight(2, serves('follower', { voterIds: [3, 2, 1] })),
      ),
      'the ZooKeeper servers disagree on who has a vote: by 1 1, 2, by 2 1, 2, 3',
    ],
    [
      'voters-without-instance',
      having(aSight(1, serves('follower', { voterIds: [1, 2, 3, 4] }))),
      'the ZooKeeper servers 4 have a vote, and no instance has their ids',
    ],
    [
      'too-many-voters',
      [aSight(1, serves('follower')), aSight(2, serves('leader', { syncedFollowers: 2 }))],
      '3 ZooKeeper servers have a vote, and at most 2 of them are on an instance',
      twoNodes,
    ],
  ])('%s', (kind, sights, words, nodes = NODES) => {
    const faults = faultsOf(sights, nodes).filter((fault) => fault.kind === kind);
    expect(faults.map(describeFault)).toContain(words);
    expect(faults.map(faultRemedy).join('')).toMatch(/\.$/);
  });

  test('servers that know their members in another order agree', () => {
    const sights = having(
      aSight(1, serves('follower', { voterIds: [3, 2, 1] })),
      aSight(2, serves('follower', { voterIds: [1, 2, 3] })),
    );
    expect(faultsOf(sights)).toEqual([]);
  });

  test('a word that is not allowed says how to allow it', () => {
    const [fault] = faultsOf(having(aSight(3, serves('leader', { uncounted: 'not in the whitelist' }))));
    expect(fault && faultRemedy(fault)).toContain('4lw.commands.whitelist=srvr,mntr');
  });
});
