import { describe, expect, test } from '@jest/globals';
import { type Answers, readAnswers } from '../../../lib/adapters/zookeeper/read-answers.ts';
import { readRecording } from './recording.ts';

const recording = await readRecording();

function recorded(who: string): Answers {
  const answers = recording[who];
  if (answers === undefined) throw new Error(`${who} is not recorded`);
  return answers;
}

const SHARED = { zxid: 0x10000001dn, voters: 3, voterIds: [1, 2, 3] };
const serves = (server: object) => ({ kind: 'serves', server });

describe('the words of ZooKeeper 3.8.4', () => {
  test.each([
    ['leader', serves({ ...SHARED, mode: 'leader', syncedFollowers: 2, id: 3 })],
    ['follower', serves({ ...SHARED, mode: 'follower', id: expect.any(Number) })],
    ['observer', serves({ ...SHARED, mode: 'observer', id: 4 })],
    ['standalone', serves({ mode: 'standalone', zxid: 0x1dn })],
    [
      'leaderless',
      { kind: 'idle', reason: 'to srvr: This ZooKeeper instance is not currently serving requests' },
    ],
  ])('of one that is %s', (who, answer) => {
    expect(readAnswers(recorded(who))).toEqual(answer);
  });
});

describe('what a server does not tell', () => {
  const refusal = (word: string) => `${word} is not executed because it is not in the whitelist.\n`;

  test('is left out where the words are not allowed, and why is kept', () => {
    const answer = readAnswers({ ...recorded('leader'), mntr: refusal('mntr'), conf: refusal('conf') });
    const uncounted = 'to mntr: mntr is not executed because it is not in the whitelist.';
    expect(answer).toEqual(serves({ mode: 'leader', zxid: SHARED.zxid, uncounted }));
  });

  test('is left out when only one of its words was answered', () => {
    const lost = new Error('read ECONNRESET');
    const answer = readAnswers({ ...recorded('leader'), mntr: lost, conf: lost });
    expect(answer).toEqual(serves({ mode: 'leader', zxid: SHARED.zxid, uncounted: 'read ECONNRESET' }));
  });

  test.each([
    ['nothing', { srvr: '' }, 'it closed the connection without an answer to srvr'],
    [
      'a refusal',
      { srvr: refusal('srvr') },
      'to srvr: srvr is not executed because it is not in the whitelist.',
    ],
    ['something else', { srvr: 'HTTP/1.1 400 Bad Request\r\n' }, 'to srvr: HTTP/1.1 400 Bad Request'],
    ['a mode in which it takes no writes', { srvr: 'Zxid: 0x1\nMode: read-only\n' }, 'its mode is read-only'],
    ['half an answer', { srvr: 'Mode: leader\n' }, 'to srvr: Mode: leader'],
    ['two modes', { mntr: 'zk_server_state\tfollower\n' }, 'it was leader, then follower while it was asked'],
  ])('makes it serve nobody: %s', (_what, words, reason) => {
    expect(readAnswers({ ...recorded('leader'), ...words })).toEqual({ kind: 'idle', reason });
  });

  test('makes it silent: no answer', () => {
    const reason = 'no answer within 2000 ms';
    const answer = readAnswers({ ...recorded('leader'), srvr: new Error(reason) });
    expect(answer).toEqual({ kind: 'silent', reason });
  });

  test.each([
    ['one follower less that has no vote', 'zk_synced_followers\t3\nzk_synced_non_voting_followers\t1', 2],
    ['none where it is not there', 'zk_znode_count\t28', undefined],
    ['none where it is no number', 'zk_synced_followers\tNaN', undefined],
  ])('synced followers: %s', (_what, lines, synced) => {
    const mntr = `zk_server_state\tleader\n${lines}\n`;
    const { id, voterIds, zxid } = { id: 3, ...SHARED };
    const counted = synced === undefined ? {} : { syncedFollowers: synced };
    expect(readAnswers({ ...recorded('leader'), mntr })).toEqual(
      serves({ id, mode: 'leader', zxid, voterIds, ...counted }),
    );
  });
});
