import { describe, expect, test } from '@jest/globals';
import { anEnsemble, aZooKeeper } from '../../../../test/builders/ensemble.ts';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle, SETTINGS } from '../../../../test/builders/progress.ts';
import { decide } from './decide.ts';
import { decideFlights } from './decide-flights.ts';
import type { Decision } from './decision.ts';
import { brokerId, type Instance, instanceId } from './node.ts';
import { known, type Seen, type ServerState } from './observation.ts';
import type { Flight } from './progress.ts';

const IDS = [1, 2, 3];
const SETTING = aSetting(IDS.map((id) => aNode(id, { controller: true })));
const ORDERS = aPartition(IDS);
const away = { ...ORDERS, isr: [2, 3], leader: 2 };
const gone = [2, 3].map((id) => aView(id, [2, 3], [away]));
const REFUSED = 'connection refused';

const see = (first: Partial<Instance>, change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, [ORDERS], { instances: IDS.map((id) => anInstance(id, id === 1 ? first : {})), ...change });

const decideFor = (flight: Partial<Flight>, seen: Seen): Decision =>
  decide(seen, inCycle({ flights: [aFlight(1, flight)] }), SETTING);

const blockerKinds = (decision: Decision | undefined): string[] =>
  decision?.kind === 'wait' ? decision.blockers.map(({ kind }) => kind) : [];

test('nothing is urgent where nothing is in flight, not even what somebody stopped', () => {
  expect(decideFlights(see({}), inCycle(), SETTING)).toBeUndefined();
  expect(decideFlights(see({ state: 'stopped' }), inCycle(), SETTING)).toBeUndefined();
});

test('what somebody stopped is started when all of our own are returning, and not before', () => {
  const instances = IDS.map((id) => anInstance(id, id === 3 ? { state: 'stopped' } : {}));
  const decideWith = (second: Flight['phase']): Decision => {
    const flights = [aFlight(1, { phase: 'returning' }), aFlight(2, { phase: second })];
    return decide(see({}, { instances, views: gone }), inCycle({ flights }), SETTING);
  };
  expect(decideWith('returning')).toMatchObject({ kind: 'start', nodes: [{ name: 'broker-3' }] });
  expect(decideWith('starting')).toMatchObject({ kind: 'wait' });
});

describe('what a flight waits for', () => {
  test.each<[string, Partial<Flight>, Seen, string]>([
    ['its instance to stop', { phase: 'stopping' }, see({ state: 'stopping' }), 'instance-state'],
    ['its instance to be shown', { phase: 'stopping' }, see({}, { instances: [] }), 'instance-missing'],
    ['the cluster to miss it', { phase: 'leaving' }, see({ state: 'stopped' }), 'still-registered'],
    ['anyone to answer', { phase: 'leaving' }, see({ state: 'stopped' }, { views: [] }), 'nobody-answers'],
    ['its instance to start', { phase: 'starting' }, see({ state: 'pending' }), 'instance-state'],
    ['the cluster to miss it for its reboot', { phase: 'rebooting' }, see({}), 'still-registered'],
    ['its instance to run', { phase: 'rebooting' }, see({ state: 'pending' }), 'instance-state'],
    ['its broker to register', { phase: 'returning' }, see({}, { views: gone }), 'not-registered'],
  ])('%s', (_, flight, seen, kind) => {
    expect(blockerKinds(decideFor(flight, seen))).toContain(kind);
  });

  test('the quorum to miss it, when it is a controller only', () => {
    const node = aNode(3001, { broker: false, controller: true });
    const instances = [anInstance(3001, { state: 'stopped' })];
    const quorum = (behind: number): Seen['quorum'] =>
      known({ kind: 'kraft', leader: 1, voters: [{ id: 3001, behind }] });
    const decisionAt = (behind: number): Decision | undefined =>
      decideFor({ node, phase: 'leaving' }, see({}, { instances, quorum: quorum(behind) }));
    expect(blockerKinds(decisionAt(5_000))).toEqual(['still-voting']);
    expect(decisionAt(5_001)).toMatchObject({ kind: 'start', nodes: [{ name: 'controller-3001' }] });
  });

  test.each<[ServerState, object]>([
    ['follower', { kind: 'wait', blockers: [{ kind: 'still-answering', server: 1 }] }],
    ['idle', { kind: 'wait', blockers: [{ kind: 'still-answering', server: 1 }] }],
    ['silent', { kind: 'start', nodes: [{ name: 'zookeeper-1' }] }],
  ])('a ZooKeeper server to be silent, not a broker with its id to leave: it is %s', (state, decision) => {
    const instances = [anInstance(1, { id: instanceId('i-zookeeper-1'), state: 'stopped' })];
    const seen = see({}, { instances, quorum: known(anEnsemble([state, 'leader', 'follower'])) });
    expect(decideFor({ node: aZooKeeper(1), phase: 'leaving' }, seen)).toMatchObject(decision);
  });

  test('another node whose instance somebody stopped, before all that its broker lacks', () => {
    const states = [{}, {}, { state: 'stopping' }] as const;
    const instances = IDS.map((id, index) => anInstance(id, states[index]));
    const views = [1, 2].map((id) => aView(id, [1, 2], [{ ...ORDERS, isr: [1, 2] }]));
    const decision = decideFor({ phase: 'returning' }, see({}, { instances, views }));
    expect(decision).toMatchObject({
      blockers: [{ kind: 'instance-state', node: 'broker-3', state: 'stopping' }, {}, {}],
    });
  });

  test('enough good readings, once all is well', () => {
    const seen = see({});
    expect(blockerKinds(decideFor({ phase: 'returning', goodReadings: 2 }, seen))).toEqual(['not-stable']);
    expect(decideFor({ phase: 'returning', goodReadings: 3 }, seen)).toMatchObject({ kind: 'finish' });
  });
});

describe('a node that the cluster saw leave is started', () => {
  const start = { kind: 'start', nodes: [{ name: 'broker-1' }] };

  test('even while another broker is silent: our own node is restored first', () => {
    const silent = [{ observer: brokerId(3), reason: REFUSED }];
    expect(decideFor({ phase: 'leaving' }, see({}, { views: gone.slice(0, 1), silent }))).toMatchObject(
      start,
    );
  });

  test.each([
    ['nobody answers', see({ state: 'stopped' }, { views: [] })],
    ['it is still registered', see({ state: 'stopped' })],
  ])('after 20 seconds even when %s: a start is never unsafe', (_, seen) => {
    expect(decideFor({ phase: 'leaving', since: NIGHT - 20_000 }, seen)).toMatchObject({ kind: 'wait' });
    expect(decideFor({ phase: 'leaving', since: NIGHT - 20_001 }, seen)).toMatchObject(start);
  });

  test('and the reason says who saw it', () => {
    const because = (...flights: readonly Flight[]): string =>
      decide(see({ state: 'stopped' }, { views: gone }), inCycle({ flights }), SETTING).because;
    const left = aFlight(1, { phase: 'leaving' });
    const long = aFlight(2, { phase: 'leaving', since: NIGHT - 20_001 });
    expect(because(left)).toBe('the cluster saw broker-1 leave');
    expect(because(left, long)).toBe(
      'nobody can say whether broker-1, broker-2 left, and a start is never unsafe',
    );
  });

  test('but not one that was parked meanwhile', () => {
    const parked = see({ state: 'stopped', tags: { 'rolling-reboot:parked': 'true' } }, { views: gone });
    expect(decideFor({ phase: 'leaving' }, parked)).toMatchObject({ kind: 'wait' });
  });

  test('after 60 seconds on ZooKeeper: a broker that starts in its old session ends at once', () => {
    const seen = see({ state: 'stopped' }, { quorum: known(anEnsemble(['leader'])) });
    expect(decideFor({ phase: 'leaving', since: NIGHT - 60_000 }, seen)).toMatchObject({ kind: 'wait' });
    expect(decideFor({ phase: 'leaving', since: NIGHT - 60_001 }, seen)).toMatchObject(start);
  });

  test('even when it took longer than it may: starting is what the halt would do as well', () => {
    const since = NIGHT - SETTINGS.stopTimeout - 1;
    expect(decideFor({ phase: 'leaving', since }, see({}, { views: gone }))).toMatchObject(start);
  });
});

describe('a reboot', () => {
  test('is noted once the cluster saw the node leave', () => {
    const left = { phase: 'rebooting', times: { left: NIGHT } } as const;
    expect(decideFor(left, see({}, { views: gone }))).toMatchObject({
      kind: 'left',
      flights: [{ node: { name: 'broker-1' } }],
    });
    expect(decideFor({ phase: 'rebooting' }, see({}, { views: gone }))).toMatchObject({ kind: 'wait' });
  });

  test('is noted once: a node that returns is only waited for', () => {
    const returning = { phase: 'returning', times: { left: NIGHT } } as const;
    expect(decideFor(returning, see({}, { views: gone }))).toMatchObject({ kind: 'wait' });
  });

  test('that never took place halts the cycle: a node that never left was not rebooted', () => {
    const since = NIGHT - SETTINGS.stopTimeout;
    const running = see({});
    expect(decideFor({ phase: 'rebooting', since }, running)).toMatchObject({ kind: 'wait' });
    expect(decideFor({ phase: 'rebooting', since: since - 1 }, running)).toMatchObject({
      kind: 'halt',
      problems: [
        {
          where: 'broker-1 (i-1)',
          what: expect.stringMatching(
            /^its reboot did not take place within stop-timeout .*never saw it leave/,
          ),
        },
      ],
    });
  });
});

describe('a node that is stopped again after its start', () => {
  const stopped = see({ state: 'stopped', stateReason: 'Client.VolumeLimitExceeded' }, { views: gone });

  test.each<[string, Partial<Flight>, string]>([
    ['was starting', { phase: 'starting', seenStarting: true }, 'halt'],
    ['was running', { phase: 'returning' }, 'halt'],
    ['may not have begun to start', { phase: 'starting', seenStarting: false }, 'wait'],
  ])('%s', (_, flight, kind) => {
    expect(decideFor(flight, stopped)).toMatchObject({ kind });
  });

  test('is named with the reason that EC2 gives', () => {
    expect(decideFor({ phase: 'returning' }, stopped)).toMatchObject({
      problems: [{ what: 'it went back to stopped after its start: Client.VolumeLimitExceeded' }],
    });
    expect(decideFor({ phase: 'returning' }, see({ state: 'stopped' }))).toMatchObject({
      problems: [{ what: 'it went back to stopped after its start: EC2 gives no reason' }],
    });
  });
});

test('two nodes that are recovered together finish together', () => {
  const flights = [1, 2].map((id) =>
    aFlight(id, { purpose: 'recover', phase: 'returning', goodReadings: 3 }),
  );
  expect(decideFlights(see({}), inCycle({ flights }), SETTING)).toEqual({
    kind: 'finish',
    flights,
    because: 'all was well in 3 readings in a row',
  });
});

test('a node that falls behind three times after it was in sync halts the cycle', () => {
  expect(decideFor({ phase: 'returning', relapses: 2 }, see({}, { views: gone }))).toMatchObject({
    kind: 'wait',
  });
  expect(decideFor({ phase: 'returning', relapses: 3 }, see({}, { views: gone }))).toMatchObject({
    kind: 'halt',
    problems: [{ where: 'broker-1 (i-1)', what: 'it was in sync and fell behind again 3 times' }],
  });
});
