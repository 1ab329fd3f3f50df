import { describe, expect, test } from '@jest/globals';
import { readAnswers } from '../../../lab/zookeeper/read-answers.ts';
import { readRecording } from './recording.ts';

const recording = await readRecording();

/** What a server answered, and its id in that recording. */
function recorded(who: string) {
  const answers = recording[who];
  if (answers === undefined) throw new Error(`${who} is not recorded`);
  const [, id = '1'] = /^serverId=([1-9]\d*)$/m.exec(answers.conf) ?? [];
  return { answers, id: Number(id) };
}

function read(who: string) {
  const { answers, id } = recorded(who);
  return readAnswers(id, answers);
}

const SHARED = { zxid: 0x10000001dn, voters: 3, voterIds: [1, 2, 3], uptime: expect.any(Number) };
const LEADER = { mode: 'leader', syncedFollowers: 2, syncedObservers: 1, learners: 3 };

describe('the words of ZooKeeper 3.8.4', () => {
  test.each([
    ['leader', { ...SHARED, ...LEADER, id: 3 }],
    ['follower', { ...SHARED, mode: 'follower', id: expect.any(Number) }],
    ['observer', { ...SHARED, mode: 'observer', id: 4 }],
    ['standalone', { id: 1, mode: 'standalone', zxid: 0x1dn, uptime: expect.any(Number) }],
    ['leaderless', 'to srvr: This ZooKeeper instance is not currently serving requests'],
  ])('of one that is %s', (who, seen) => {
    expect(read(who)).toEqual(seen);
  });
});

describe('what a server does not tell', () => {
  const refusal = (word: string) => `${word} is not executed because it is not in the whitelist.\n`;

  test('is left out where the words are not allowed, and why is kept', () => {
    const { answers, id } = recorded('leader');
    const seen = readAnswers(id, { ...answers, mntr: refusal('mntr'), conf: refusal('conf') });
    const uncounted = 'to mntr: mntr is not executed because it is not in the whitelist.';
    expect(seen).toEqual({ id, mode: 'leader', zxid: SHARED.zxid, uncounted });
  });

  test('is left out when only one of its words was answered', () => {
    const { answers, id } = recorded('leader');
    const lost = new Error('read ECONNRESET');
    const seen = readAnswers(id, { ...answers, mntr: lost, conf: lost });
    expect(seen).toEqual({ id, mode: 'leader', zxid: SHARED.zxid, uncounted: 'read ECONNRESET' });
  });

  test.each([
    ['no answer', { srvr: new Error('no answer within 2000 ms') }, 'no answer within 2000 ms'],
    ['nothing', { srvr: '' }, 'it closed the connection without an answer to srvr'],
    [
      'a refusal',
      { srvr: refusal('srvr') },
      'to srvr: srvr is not executed because it is not in the whitelist.',
    ],
    ['something else', { srvr: 'HTTP/1.1 400 Bad Request\r\n' }, 'to srvr: HTTP/1.1 400 Bad Request'],
    ['a mode that is not known', { srvr: 'Zxid: 0x1\nMode: read-only\n' }, 'to srvr: Zxid: 0x1'],
    ['half an answer', { srvr: 'Mode: leader\n' }, 'to srvr: Mode: leader'],
    ['two modes', { mntr: 'zk_server_state\tfollower\n' }, 'it was leader, then follower while it was asked'],
    [
      'another id',
      { conf: 'serverId=2\nserver.2=10.0.0.2:2888:3888:participant\n' },
      'it says that its id is 2, not 3',
    ],
  ])('makes it silent: %s', (_what, words, reason) => {
    const { answers, id } = recorded('leader');
    expect(readAnswers(id, { ...answers, ...words })).toBe(reason);
  });

  test.each([
    ['one follower less that has no vote', 'zk_synced_followers\t3\nzk_synced_non_voting_followers\t1', 2],
    ['none where it is not there', 'zk_znode_count\t28', undefined],
    ['none where it is no number', 'zk_synced_followers\tNaN', undefined],
  ])('synced followers: %s', (_what, lines, synced) => {
    const { answers, id } = recorded('leader');
    const seen = readAnswers(id, { ...answers, mntr: `zk_server_state\tleader\n${lines}\n` });
    expect(seen).toMatchObject({ mode: 'leader' });
    expect(typeof seen === 'string' ? undefined : seen.syncedFollowers).toBe(synced);
  });

  test('the learners of 3.5 have their old name', () => {
    const { answers, id } = recorded('leader');
    const mntr = 'zk_server_state\tleader\nzk_followers\t2\nzk_synced_followers\t2\n';
    expect(readAnswers(id, { ...answers, mntr })).toMatchObject({ learners: 2, syncedFollowers: 2 });
  });
});
