import { expect, test } from '@jest/globals';
import { aNode, NIGHT } from '../../../../test/builders/fleet.ts';
import { aCycle, aFlight, inCycle } from '../../../../test/builders/progress.ts';
import { nodeName } from './node.ts';
import { type FinishedNode, NO_PROGRESS } from './progress.ts';
import { type Diary, makeReport, type Report } from './report.ts';

const DIARY: Diary = {
  startedAt: NIGHT,
  forecast: null,
  certificates: [],
  warnings: ['a warning'],
  waits: [],
  pollingBrokers: [],
};
const ENDING = { status: 'halted', endedAt: NIGHT + 1, problems: [], plan: null, comparison: null } as const;
const NODES = [
  aNode(0),
  aNode(1, { controller: true }),
  aNode(3000, { broker: false, controller: true }),
  aNode(4, { parked: true }),
];
const ended = (name: string): FinishedNode => ({
  node: nodeName(name),
  by: 'this-run',
  times: { restarted: NIGHT },
  underReplicatedPeak: 0,
});
const reportOn = (progress = NO_PROGRESS): Report =>
  makeReport(
    ENDING,
    { progress, nodes: NODES, selected: new Set(NODES.map(({ name }) => name)), events: [] },
    DIARY,
  );

test('tells what each node did, with its role', () => {
  const progress = inCycle({
    recovered: [ended('broker-0')],
    finished: [ended('broker-0'), ended('controller-3000')],
    flights: [aFlight(1)],
  });
  const { nodes, remaining } = reportOn(progress);
  expect(nodes.map(({ node, did, role }) => `${node} (${role}) ${did}`)).toEqual([
    'broker-0 (broker) started',
    'broker-0 (broker) restarted',
    'controller-3000 (controller) restarted',
    'broker-1 (broker and controller) in flight',
  ]);
  expect(remaining).toEqual(['broker-1']);
});

test('before a cycle is open, all but the parked nodes remain', () => {
  expect(reportOn()).toMatchObject({
    status: 'halted',
    cycle: null,
    resumed: false,
    startedAt: NIGHT,
    endedAt: NIGHT + 1,
    nodes: [],
    remaining: ['broker-0', 'broker-1', 'controller-3000'],
    warnings: ['a warning'],
  });
});

test('a finished node that no longer exists is passed over', () => {
  expect(reportOn(inCycle({ finished: [ended('broker-77')] })).nodes).toEqual([]);
});

test('says that it continued a cycle', () => {
  const cycle = aCycle({ resumed: true });
  expect(reportOn(inCycle({ cycle }))).toMatchObject({ cycle: 'cycle-1', resumed: true });
});

test('is the same after a trip through JSON', () => {
  const report = reportOn(inCycle({ finished: [ended('broker-0')], flights: [aFlight(1)] }));
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
