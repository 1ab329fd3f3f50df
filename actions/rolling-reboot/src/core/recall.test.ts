import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, NIGHT } from '../../../../test/builders/fleet.ts';
import type { RestartBy } from './decision.ts';
import type { Intent, LedgerRecord } from './ledger.ts';
import { INTENT_LASTS, judgeIntent } from './ledger.ts';
import type { Instance } from './node.ts';
import { fingerprint, recall, type Recalled } from './recall.ts';
import { DONE_TAG, INTENT_TAG, writeMark } from './tags.ts';

const NODES = [1, 2, 3].map((id) => aNode(id));
const ASKED = { selection: 'all nodes', selected: new Set(NODES.map(({ name }) => name)) };
const ID = `2026-01-06T030000Z-run-1-${fingerprint('all nodes')}`;
const OLD = `2026-01-05T030000Z-run-0-${fingerprint('all nodes')}`;
const done = (cycle = ID, at = NIGHT): Instance['tags'] => ({ [DONE_TAG]: writeMark({ cycle, at }) });
const intent = (at = NIGHT + 60_000, cycle = ID): Instance['tags'] => ({
  [INTENT_TAG]: writeMark({ cycle, at }, 'run-1'),
});
const OPENED: LedgerRecord = {
  state: 'cycle-opened',
  cycle: ID,
  at: NIGHT,
  run: 'run-1',
  nodes: NODES.map(({ name }) => name),
  selection: 'all nodes',
};
const over = (state: 'restarted' | 'not-stopped', at: number): LedgerRecord => {
  const base = { cycle: ID, at, run: 'run-1', node: NODES[0]?.name ?? aNode(1).name };
  return state === 'restarted' ? { ...base, state, times: {}, underReplicatedPeak: 0 } : { ...base, state };
};

/** What is recalled when node 1, 2 and 3 have these tags. */
const recalled = (
  records: readonly LedgerRecord[],
  tags: readonly Instance['tags'][],
  asked = ASKED,
): Recalled => {
  const instances = NODES.map(({ id }) => anInstance(id, { tags: tags[id - 1] ?? {} }));
  return recall({ records, nodes: NODES, instances }, asked);
};

const finishedOf = ({ cycle }: Recalled): string[] | undefined => cycle?.finished.map(({ node }) => node);

describe('the cycle', () => {
  test('is none where nothing tells of one', () => {
    expect(recalled([], [])).toEqual({ cycle: undefined, intents: [] });
  });

  test('is known by the done tags alone, with its nodes that are finished', () => {
    const { cycle } = recalled([], [done(), done()]);
    expect(cycle).toMatchObject({ id: ID, openedAt: NIGHT, selection: 'all nodes', recorded: false });
    expect(cycle?.finished.map(({ node }) => node)).toEqual(['broker-1', 'broker-2']);
    expect(cycle?.nodes.toSorted()).toEqual(['broker-1', 'broker-2', 'broker-3']);
  });

  test('is known by an intent alone, with nothing finished', () => {
    expect(recalled([], [intent()]).cycle).toMatchObject({ id: ID, finished: [], recorded: false });
  });

  test('is over where the tags show nothing left to do', () => {
    expect(recalled([], [done(), done(), done()]).cycle).toBeUndefined();
  });

  test('is still to be closed where the last intent was not removed yet', () => {
    expect(recalled([], [done(), done(), { ...done(), ...intent() }]).cycle?.finished).toHaveLength(3);
  });

  test('is the newest one that the tags tell of', () => {
    const found = recalled([], [done(OLD, NIGHT - 86_400_000), done()]);
    expect(found.cycle?.id).toBe(ID);
    expect(finishedOf(found)).toEqual(['broker-2']);
  });

  test('of the tags is another one when it was asked for something else', () => {
    const other = { ...ASKED, selection: 'broker-1' };
    expect(recalled([], [done()], other).cycle?.selection).not.toBe('broker-1');
  });

  test('that the ledger closed or abandoned is not reopened by its tags', () => {
    for (const state of ['cycle-closed', 'cycle-abandoned'] as const) {
      const end = { state, cycle: ID, at: NIGHT + 1, run: 'run-1', restarted: [], because: '' };
      expect(recalled([OPENED, end], [done(), intent()]).cycle).toBeUndefined();
      expect(recalled([end], [done()]).cycle).toBeUndefined();
    }
  });

  test('of the ledger wins over tags of an older one, which make no node finished', () => {
    const found = recalled([OPENED], [done(OLD, NIGHT - 1), done(OLD, NIGHT - 1), done()]);
    expect(found.cycle?.id).toBe(ID);
    expect(finishedOf(found)).toEqual(['broker-3']);
  });

  test('of the tags wins over an older one of the ledger: its records were lost', () => {
    const older = { ...OPENED, cycle: OLD, at: NIGHT - 86_400_000 };
    expect(recalled([older], [done()]).cycle?.id).toBe(ID);
  });

  test('counts a node once that the ledger and its tag call finished', () => {
    expect(finishedOf(recalled([OPENED, over('restarted', NIGHT + 9)], [done()]))).toEqual(['broker-1']);
  });

  test.each(['', 'x', '/', '/2026-01-06T03:00:00.000Z', `${ID}/yesterday`])(
    'is not known by a tag that somebody else wrote: %j',
    (value) => {
      expect(recalled([], [{ [DONE_TAG]: value, [INTENT_TAG]: value }])).toEqual({
        cycle: undefined,
        intents: [],
      });
    },
  );
});

describe('an announced stop', () => {
  const announcedAt = NIGHT + 60_000;

  test.each<[string, LedgerRecord[], number]>([
    ['is known by its tag where the ledger does not know it', [], 1],
    ['is over when the ledger says so', [OPENED, over('restarted', announcedAt + 1)], 0],
    ['is over when the ledger says that it was dropped', [OPENED, over('not-stopped', announcedAt)], 0],
    ['is open when it was announced anew', [OPENED, over('not-stopped', announcedAt - 1)], 1],
  ])('%s', (_, records, count) => {
    expect(recalled(records, [intent(announcedAt)]).intents).toHaveLength(count);
  });

  test('is known once when the ledger and the tag tell of it', () => {
    const node = aNode(1).name;
    const certificate = { node, at: NIGHT, tightest: null, voters: null };
    const entry = { cycle: ID, at: announcedAt, run: 'run-1', node, certificate } as const;
    const recorded: Intent = { ...entry, state: 'stopping', launchTime: 7, expires: 9, by: 'stop-start' };
    expect(recalled([OPENED, recorded], [intent(announcedAt)]).intents).toEqual([
      { ...recorded, left: false },
    ]);
  });

  test('known by its tag is one of a reboot when the tag says so', () => {
    const tag = (by: RestartBy) => ({ [INTENT_TAG]: writeMark({ cycle: ID, at: announcedAt, by }, 'run-1') });
    const found = recalled([], [tag('reboot'), tag('stop-start')]);
    expect(found.intents).toMatchObject([{ by: 'reboot' }, { by: 'stop-start' }]);
    expect(found.cycle?.id).toBe(ID);
  });

  test.each([
    ['restarted', 'was launched after it was announced', announcedAt + 60_000, announcedAt + 60_001],
    ['restarted', 'was launched in the same second, by the clock of EC2', announcedAt, announcedAt + 999],
    ['still-open', 'was not launched since', NIGHT - 1, announcedAt + INTENT_LASTS],
    ['not-stopped', 'was not launched until it expired', NIGHT - 1, announcedAt + INTENT_LASTS + 60_000],
  ])('known by its tag is %s when the instance %s', (outcome, _, launchTime, now) => {
    const at = announcedAt + 999;
    const instance = anInstance(1, { launchTime, tags: intent(at) });
    const { intents } = recall({ records: [], nodes: [aNode(1)], instances: [instance] }, ASKED);
    expect(intents.map((each) => judgeIntent(each, { instance, lastAway: undefined, now }))).toEqual([
      outcome,
    ]);
  });
});
