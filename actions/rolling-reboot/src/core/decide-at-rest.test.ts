import { describe, expect, test } from '@jest/globals';
import {
  aNode,
  anInstance,
  aPartition,
  aQuorum,
  aView,
  NIGHT,
  seenOf,
} from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decide } from './decide.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { nodeName, type NodeName } from './node.ts';
import { known, unknown } from './observation.ts';
import { NO_PROGRESS, type Progress } from './progress.ts';
import { INTENT_TAG } from './tags.ts';

const IDS = [1, 2, 3, 4, 5, 6];
const NODES = IDS.map((id) => aNode(id, { controller: id <= 3 }));
const SEEN = seenOf(IDS, [aPartition([1, 2, 3])]);
const withSettings = (change: Partial<Settings>): Setting =>
  aSetting(NODES, { settings: { ...SETTINGS, ...change } });

describe('the first look', () => {
  const first = (setting: Setting, progress: Partial<Progress> = {}): Decision =>
    decide(SEEN, { ...NO_PROGRESS, ...progress }, setting);

  test('opens a cycle where there is something to restart', () => {
    expect(first(aSetting(NODES))).toEqual({
      kind: 'open',
      because: 'every node is up and the cluster is well',
    });
  });

  test('vouches for all but the node that is to be repaired', () => {
    const allowances = { ...SETTINGS.allowances, repair: nodeName('broker-3') };
    expect(first(withSettings({ allowances }))).toEqual({
      kind: 'open',
      because: 'every node is up and the cluster is well, but for broker-3, which is to be repaired',
    });
  });

  test('ends where there is nothing to restart, however late it is', () => {
    expect(first({ ...withSettings({ endsAt: NIGHT }), selected: new Set() })).toEqual({
      kind: 'done',
      because: 'no node is selected',
    });
  });

  test.each<[string, Partial<Progress>, boolean, Decision['kind']]>([
    ['no trace', {}, false, 'done'],
    ['something open in the ledger', { leftovers: 'possible' }, false, 'open'],
    ['an announcement by its tag', {}, true, 'open'],
    ['a tag that was seen to', { leftovers: 'settled' }, true, 'done'],
  ])('sees to what earlier runs left: %s', (_, progress, isTagged, kind) => {
    const tags = isTagged ? { [INTENT_TAG]: 'cycle-0/run-0/now' } : {};
    const instances = IDS.map((id) => anInstance(id, id === 2 ? { tags } : {}));
    const setting = { ...aSetting(NODES), selected: new Set<NodeName>() };
    expect(decide({ ...SEEN, instances }, { ...NO_PROGRESS, ...progress }, setting).kind).toBe(kind);
  });

  test('opens none when the quorum had been lost: why is for a person to find out', () => {
    expect(first(aSetting(NODES), { quorumWasLost: true })).toMatchObject({
      kind: 'pause',
      because: expect.stringContaining('the quorum had lost its majority'),
      goesOn: false,
    });
    expect(first(aSetting(NODES), { quorumWasLost: false })).toMatchObject({ kind: 'open' });
  });

  test.each([
    [NIGHT, { kind: 'pause', because: 'time-budget is over before any stop', goesOn: false }],
    [NIGHT + 1, { kind: 'open' }],
  ])('opens none when the time is over', (endsAt, decision) => {
    expect(first(withSettings({ endsAt }))).toMatchObject(decision);
  });

  test('is the last one of a run that only recovers: it asks for nothing else', () => {
    const unwell = { ...SEEN, quorum: unknown('denied') };
    expect(decide(unwell, NO_PROGRESS, withSettings({ mode: 'recover' }))).toEqual({
      kind: 'done',
      because: 'every node that may be started runs',
    });
    const stopped = { ...SEEN, instances: IDS.map((id) => anInstance(id, { state: 'stopped' })) };
    expect(decide(stopped, NO_PROGRESS, withSettings({ mode: 'recover' })).kind).toBe('start');
  });
});

describe('a further stop beside those in flight', () => {
  const stopping = aFlight(4, { node: aNode(4) });
  const seen = seenOf(IDS, [], {
    quorum: known(aQuorum(1, [1, 2, 3])),
    instances: IDS.map((id) => anInstance(id, id === 4 ? { state: 'stopping' } : {})),
  });
  const decideWith = (width: number, progress: Partial<Progress> = {}): Decision =>
    decide(
      seen,
      inCycle({ flights: [stopping], ...progress }),
      withSettings({ maxUnavailable: { nodes: width } }),
    );

  test.each<[string, Decision, Decision['kind']]>([
    ['is made where the window has room', decideWith(2), 'stop'],
    ['is not made where it is full', decideWith(1), 'wait'],
    [
      'is not made while a node is only recovered',
      decideWith(9, { flights: [{ ...stopping, purpose: 'recover' }] }),
      'wait',
    ],
    ['is not made without a cycle', decideWith(9, { cycle: undefined }), 'wait'],
    ['is not made before enough good readings', decideWith(9, { goodReadings: 2 }), 'wait'],
  ])('%s', (_, decision, kind) => {
    expect(decision.kind).toBe(kind);
  });

  test('is not made while one of several is only recovered', () => {
    const recovered = aFlight(5, { node: aNode(5), purpose: 'recover', phase: 'starting' });
    expect(decideWith(9, { flights: [stopping, recovered] }).kind).toBe('wait');
  });

  test('or it is said what the flights wait for', () => {
    expect(decideWith(1)).toEqual({
      kind: 'wait',
      blockers: [{ kind: 'instance-state', node: 'broker-4', state: 'stopping', wanted: 'stopped' }],
      because: 'for broker-4 to stop',
    });
  });
});

describe('the cluster that is meant', () => {
  test('is told from one of which a single broker is another', () => {
    const views = IDS.map((id) => ({
      ...aView(id, IDS, []),
      clusterId: id === 3 ? 'cluster-2' : 'cluster-1',
    }));
    expect(decide({ ...SEEN, views }, inCycle(), withSettings({ clusterId: 'cluster-1' }))).toEqual({
      kind: 'halt',
      problems: [
        {
          where: 'the Kafka cluster id',
          what: 'it is cluster-2, and cluster-1 is expected',
          fix: 'Correct cluster-id, or the bootstrap brokers.',
        },
      ],
      because: 'this is not the cluster that is meant',
    });
  });

  test('is not known while nobody answers', () => {
    const decision = decide({ ...SEEN, views: [] }, inCycle(), withSettings({ clusterId: 'cluster-1' }));
    expect(decision).toMatchObject({ kind: 'wait', blockers: [{ kind: 'nobody-answers' }] });
  });
});
