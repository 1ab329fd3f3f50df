import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, NIGHT } from '../../../../test/builders/fleet.ts';
import {
  continuation,
  type Intent,
  type IntentOutcome,
  judgeIntent,
  type LedgerRecord,
  openCycle,
  openIntents,
  type OpenIntent,
  type Wanted,
} from './ledger.ts';
import { type InstanceState, type KafkaNode, nodeName } from './node.ts';

const NODES = [1, 2].map((id) => aNode(id));
const entry = { cycle: 'cycle-1', at: NIGHT, run: 'run-1' } as const;
const node = nodeName('broker-1');
const OPENED: LedgerRecord = {
  ...entry,
  state: 'cycle-opened',
  nodes: NODES.map(({ name }) => name),
  selection: 'all nodes',
};
const STOPPING: Intent = {
  ...entry,
  state: 'stopping',
  node,
  certificate: { node, at: NIGHT, tightest: null, voters: null },
  launchTime: NIGHT - 86_400_000,
  expires: NIGHT + 60_000,
  by: 'stop-start',
};
const RESTARTED: LedgerRecord = {
  ...entry,
  state: 'restarted',
  node,
  times: { restarted: NIGHT },
  underReplicatedPeak: 4,
};
const NOT_STOPPED: LedgerRecord = { ...entry, state: 'not-stopped', node };
const HALTED: LedgerRecord = { ...entry, state: 'cycle-halted', because: 'it had to' };
const CLOSED: LedgerRecord = { ...entry, state: 'cycle-closed', restarted: [node] };
const ABANDONED: LedgerRecord = { ...entry, state: 'cycle-abandoned', because: 'too old' };
const NEXT: LedgerRecord = { ...OPENED, cycle: 'cycle-2', at: NIGHT + 1 };

describe('the open cycle', () => {
  test.each<[string, LedgerRecord[], string | undefined]>([
    ['is none in an empty ledger', [], undefined],
    ['is the one that was opened', [OPENED], 'cycle-1'],
    ['is none once it is closed', [OPENED, CLOSED], undefined],
    ['is none once it is abandoned', [OPENED, ABANDONED], undefined],
    ['stays open when it halted', [OPENED, HALTED], 'cycle-1'],
    ['is the last one', [OPENED, CLOSED, NEXT], 'cycle-2'],
    ['is the last one even when an older one was never closed', [OPENED, NEXT], 'cycle-2'],
    ['is not reopened by a record that comes late', [OPENED, CLOSED, RESTARTED], undefined],
    ['is none where the beginning is lost', [STOPPING, RESTARTED], undefined],
  ])('%s', (_, records, id) => {
    expect(openCycle(records)?.id).toBe(id);
  });

  test('knows what is finished, by an earlier run', () => {
    expect(openCycle([OPENED, STOPPING, RESTARTED])).toMatchObject({
      openedAt: NIGHT,
      nodes: ['broker-1', 'broker-2'],
      finished: [
        { node: 'broker-1', by: 'earlier-run', times: { restarted: NIGHT }, underReplicatedPeak: 4 },
      ],
    });
  });

  test('counts a node once whose record was sent twice', () => {
    expect(openCycle([OPENED, RESTARTED, RESTARTED])?.finished).toHaveLength(1);
  });

  test.each<[string, LedgerRecord[], number]>([
    ['announced', [STOPPING], 1],
    ['announced twice', [STOPPING, STOPPING], 1],
    ['dropped', [STOPPING, NOT_STOPPED], 0],
    ['dropped and announced again', [STOPPING, NOT_STOPPED, STOPPING], 1],
    ['done', [STOPPING, RESTARTED], 0],
    ['announced in another cycle, whose run may still be there', [{ ...STOPPING, cycle: 'cycle-0' }], 1],
  ])('knows the intents: %s', (_, records, count) => {
    expect(openIntents([OPENED, ...records])).toHaveLength(count);
  });

  test('passes over states that a later version may write', () => {
    const later = { ...entry, state: 'cycle-blessed' } as unknown as LedgerRecord;
    expect(openCycle([OPENED, later])?.id).toBe('cycle-1');
  });
});

describe('a found cycle', () => {
  const found = openCycle([OPENED]);
  const DAY = 24 * 3_600_000;
  const wanted = (nodes: readonly KafkaNode[]): Wanted => ({
    selection: 'all nodes',
    selected: new Set(nodes.map(({ name }) => name)),
    nodes,
    cycleMaxAge: DAY,
  });

  test.each([
    ['is continued', NODES, NIGHT + DAY, 'continue'],
    ['is abandoned when it is too old', NODES, NIGHT + DAY + 1, 'abandon'],
    ['is continued when the clock was set back', NODES, NIGHT - DAY, 'continue'],
    ['is continued whatever the order of its nodes', NODES.toReversed(), NIGHT, 'continue'],
    ['is abandoned when a node is new', [...NODES, aNode(3)], NIGHT, 'abandon'],
    ['is abandoned when a node is gone', NODES.slice(1), NIGHT, 'abandon'],
  ] as const)('%s', (_, nodes, now, kind) => {
    expect(continuation(found, wanted(nodes), now).kind).toBe(kind);
  });

  test('is abandoned when something else is asked for, kept when a restarted node is no longer selected', () => {
    expect(continuation(found, { ...wanted(NODES), selection: 'broker-1' }, NIGHT)).toMatchObject({
      kind: 'abandon',
      because: 'it restarts all nodes, now broker-1 are asked for',
    });
    expect(continuation(found, { ...wanted(NODES), selected: new Set() }, NIGHT).kind).toBe('continue');
  });

  test('is new where there is none', () => {
    expect(continuation(undefined, wanted(NODES), NIGHT)).toEqual({ kind: 'new' });
  });
});

/** Two machines' clocks may differ by so much, in milliseconds. */
const CLOCK_MARGIN = 10_000;

const OPEN: OpenIntent = { ...STOPPING, left: false };

test.each([
  ['restarted', NIGHT - 1, NIGHT],
  ['restarted', NIGHT - 1, STOPPING.expires + 1],
  ['not-stopped', STOPPING.launchTime, STOPPING.expires + CLOCK_MARGIN + 1],
  ['still-open', STOPPING.launchTime, STOPPING.expires + CLOCK_MARGIN],
  ['still-open', STOPPING.launchTime, NIGHT - 3_600_000],
])('an intent is %s when the instance was launched at %d and it is %d', (outcome, launchTime, now) => {
  const evidence = { instance: anInstance(1, { launchTime }), lastAway: NIGHT + 1, now };
  expect(judgeIntent(OPEN, evidence)).toBe(outcome);
});

test.each<InstanceState>(['pending', 'stopping', 'stopped'])(
  'an intent is still open while its instance is %s, whatever else is known',
  (state) => {
    const instance = anInstance(1, { launchTime: NIGHT, state });
    const evidence = { instance, lastAway: NIGHT + 1, now: NIGHT + 86_400_000 };
    expect(judgeIntent({ ...OPEN, by: 'reboot', left: true }, evidence)).toBe('still-open');
  },
);

describe('the intent of a reboot, which changes no LaunchTime', () => {
  const REBOOT: OpenIntent = { ...OPEN, by: 'reboot' };
  const LATEST = STOPPING.expires + CLOCK_MARGIN + 4 * 60_000;

  test.each<[string, Partial<OpenIntent>, number | undefined, number, IntentOutcome]>([
    ['a run recorded that the node left', { left: true }, undefined, NIGHT, 'restarted'],
    ['this run saw the node away', {}, NIGHT + 1, NIGHT + 2, 'restarted'],
    ['it was away before the announcement only', {}, NIGHT - 1, LATEST, 'still-open'],
    [
      'it was away a day after the reboot could have been',
      {},
      LATEST + 86_400_000,
      LATEST + 86_400_001,
      'not-stopped',
    ],
    ['nobody saw it away, and EC2 may still reboot it the hard way', {}, undefined, LATEST, 'still-open'],
    ['nobody saw it away, and the reboot is overdue', {}, undefined, LATEST + 1, 'not-stopped'],
    ['it was stopped and started instead', { launchTime: NIGHT }, undefined, NIGHT, 'restarted'],
  ])('%s', (_, change, lastAway, now, outcome) => {
    const instance = anInstance(1, { launchTime: STOPPING.launchTime });
    expect(judgeIntent({ ...REBOOT, ...change }, { instance, lastAway, now })).toBe(outcome);
  });

  test('is known to have left by the record that follows it, not by one of an earlier attempt', () => {
    const left: LedgerRecord = { ...entry, state: 'left', node };
    const intentOf = (...records: readonly LedgerRecord[]) => openIntents([OPENED, ...records]);
    expect(intentOf(STOPPING, left)).toMatchObject([{ left: true }]);
    expect(intentOf(STOPPING, left, NOT_STOPPED, STOPPING)).toMatchObject([{ left: false }]);
    expect(intentOf(STOPPING, { ...left, node: nodeName('broker-2') })).toMatchObject([{ left: false }]);
  });
});
