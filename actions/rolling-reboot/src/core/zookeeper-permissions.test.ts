import { expect, test } from '@jest/globals';
import type { ServerAnswer, ServerSight } from './server-sight.ts';
import { zookeeperPermissions } from './zookeeper-permissions.ts';

const FOLLOWS: ServerAnswer = { kind: 'serves', server: { mode: 'follower', voters: 3 } };
const REFUSES = 'to srvr: srvr is not executed because it is not in the whitelist.';

const sight = (index: number, answer: ServerAnswer): ServerSight => ({
  address: `zk${String(index)}:2181`,
  hosts: [],
  id: undefined,
  answer,
});

const probed = (...answers: readonly ServerAnswer[]) =>
  zookeeperPermissions(answers.map((answer, index) => sight(index + 1, answer))).map(
    ({ permission, probed: { outcome, found } }) => `${permission} ${outcome}: ${found}`,
  );

test('a cluster without ZooKeeper needs nothing of it', () => {
  expect(probed()).toEqual([]);
});

test('every server has to tell what it is, and its numbers', () => {
  expect(probed(FOLLOWS, FOLLOWS)).toEqual([
    'ZooKeeper: srvr allowed: by 2 servers',
    'ZooKeeper: mntr allowed: by 2 servers',
  ]);
});

test.each<[string, ServerAnswer, string[]]>([
  [
    'does not allow srvr',
    { kind: 'idle', reason: REFUSES },
    [
      `ZooKeeper: srvr refused: zk2:2181: ${REFUSES}`,
      'ZooKeeper: mntr unknown: zk2:2181: it was not found out',
    ],
  ],
  [
    'does not allow mntr',
    { kind: 'serves', server: { mode: 'leader', uncounted: 'to mntr: no' } },
    ['ZooKeeper: srvr allowed: by 2 servers', 'ZooKeeper: mntr refused: zk2:2181: to mntr: no'],
  ],
  [
    'gives no answer',
    { kind: 'silent', reason: 'ECONNREFUSED' },
    [
      'ZooKeeper: srvr unknown: zk2:2181: ECONNREFUSED',
      'ZooKeeper: mntr unknown: zk2:2181: it was not found out',
    ],
  ],
])('one that %s is named', (_, answer, rows) => {
  expect(probed(FOLLOWS, answer)).toEqual(rows);
});
