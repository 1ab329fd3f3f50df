import { describe, expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { InstanceState } from './core/node.ts';
import { PARKED_TAG } from './core/tags.ts';
import type { RebootOrder } from './context.ts';
import { run } from './run.ts';

const SIX: FleetShape = {
  nodes: 3,
  zookeepers: 3,
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [2, 3, 1], minimum: 2 },
  ],
};
const CONNECT = [{ host: '10.0.1.1', port: 2181 }];
const order = (change: Partial<RebootOrder> = {}): RebootOrder => anOrder({ zookeeper: CONNECT, ...change });

const stops = ({ calls }: FakeFleet): string[] =>
  calls.filter((call) => call.startsWith('ec2.stop')).map((call) => call.replace('ec2.stop i-', ''));
const namesIn = (fleet: FakeFleet, ...states: readonly InstanceState[]): string[] =>
  fleet.machines.filter((machine) => states.includes(machine.stateAt(fleet.now))).map(({ name }) => name);
function park(fleet: FakeFleet, name: string): void {
  const machine = fleet.machines.find((each) => each.name === name);
  machine?.beDown();
  if (machine) machine.tags = { ...machine.tags, [PARKED_TAG]: 'true' };
}
const wordsOf = ({ problems }: { readonly problems: readonly { what: string; fix: string }[] }): string =>
  problems.map(({ what, fix }) => `${what} ${fix}`).join('\n');

describe('a whole cycle on ZooKeeper', () => {
  test('brokers, their controller last, then the ensemble: observers, followers, the leader last', async () => {
    const fleet = new FakeFleet({ ...SIX, observers: 2 });
    fleet.quorumLeader = 2;
    fleet.ensemble.leader = 1;
    const report = await run(order(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stops(fleet)).toEqual([
      '1',
      '3',
      '2',
      'zookeeper-4',
      'zookeeper-5',
      'zookeeper-2',
      'zookeeper-3',
      'zookeeper-1',
    ]);
    expect(fleet.violations).toEqual([]);
    expect(namesIn(fleet, 'stopping', 'stopped', 'pending')).toEqual([]);
    expect(report.nodes.filter(({ role }) => role === 'zookeeper')).toHaveLength(5);
    expect(report.certificates.at(-1)).toMatchObject({
      node: 'zookeeper-1',
      tightest: null,
      voters: { left: 2, needed: 2, of: 3 },
    });
  });

  test('the leadership moves to the next: it waits, and each server is stopped exactly once', async () => {
    const fleet = new FakeFleet(SIX);
    fleet.ensemble.leader = 3;
    fleet.onCall = (moment) => {
      if (moment === 'after ec2.start i-zookeeper-1') fleet.ensemble.leader = 2;
    };
    const report = await run(order(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(stops(fleet).slice(3)).toEqual(['zookeeper-1', 'zookeeper-3', 'zookeeper-2']);
    expect(fleet.violations).toEqual([]);
  });

  test('with several at a time: never two servers with a vote', async () => {
    const fleet = new FakeFleet({ ...SIX, nodes: 4, zookeepers: 5 });
    const { settings } = order();
    const report = await run(
      order({ settings: { ...settings, maxUnavailable: { nodes: 3 } } }),
      fleet.ports(),
    );
    expect(report.status).toBe('completed');
    expect(fleet.mostAway).toBeGreaterThan(1);
    expect(stops(fleet).at(-1)).toBe('zookeeper-1');
    expect(fleet.violations).toEqual([]);
  });

  test('by the addresses alone, where conf is not allowed', async () => {
    const fleet = new FakeFleet(SIX);
    fleet.ensemble.words = ['mntr'];
    const report = await run(order(), fleet.ports());
    expect(report.status).toBe('completed');
    expect(fleet.violations).toEqual([]);
  });

  test('a dry run plans the same order and changes nothing', async () => {
    const fleet = new FakeFleet(SIX);
    fleet.quorumLeader = 1;
    fleet.ensemble.leader = 2;
    const report = await run(order({ dryRun: true }), fleet.ports());
    expect(report.plan?.steps.map(({ node }) => node)).toEqual([
      'broker-2',
      'broker-3',
      'broker-1',
      'zookeeper-1',
      'zookeeper-3',
      'zookeeper-2',
    ]);
    expect(report.plan?.problems).toEqual([]);
    expect(fleet.calls).toEqual([]);
  });
});

describe('what it refuses, before the first stop', () => {
  test.each<[string, (fleet: FakeFleet) => void, string, Partial<RebootOrder>?]>([
    [
      'a follower that the leader does not count in sync: observers do not make up for it',
      ({ ensemble }) => void (ensemble.unsynced = new Set([2])),
      '2 ZooKeeper servers say that they follow, and their leader 1 counts 1 in sync',
    ],
    [
      'a leader that may not be asked how many are in sync',
      ({ ensemble }) => void (ensemble.words = []),
      'Allow the word: 4lw.commands.whitelist=srvr,mntr in zoo.cfg of every server',
    ],
    [
      'a server that does not answer while its instance runs',
      (fleet) => {
        fleet.machines.find(({ name }) => name === 'zookeeper-3')?.crash(fleet.now, 0);
      },
      'ZooKeeper server 3 does not serve',
    ],
    [
      'nobody to ask',
      () => undefined,
      'zookeeper-1, zookeeper-2, zookeeper-3, zookeeper-4, zookeeper-5 cannot be asked without it',
      { zookeeper: [] },
    ],
    [
      'an ensemble of which a server is parked: the majority has nothing to spare',
      (fleet) => {
        park(fleet, 'zookeeper-2');
      },
      'none may stop without losing the majority Start the parked ZooKeeper servers again.',
    ],
  ])('%s', async (_, prepare, words, change = {}) => {
    const fleet = new FakeFleet({ ...SIX, observers: 2 });
    prepare(fleet);
    const report = await run(order(change), fleet.ports());
    expect(report.status).toBe('halted');
    expect(wordsOf(report)).toContain(words);
    expect(stops(fleet)).toEqual([]);
  });
});

test('with a parked server of five the others are restarted, and it is left alone', async () => {
  const fleet = new FakeFleet({ ...SIX, zookeepers: 5 });
  park(fleet, 'zookeeper-4');
  const report = await run(order(), fleet.ports());
  expect(report.status).toBe('completed');
  expect(stops(fleet)).toHaveLength(7);
  expect(fleet.calls).not.toContain('ec2.start i-zookeeper-4');
  expect(fleet.violations).toEqual([]);
});

test('an ensemble that has lost its majority is started, and nothing is stopped in this run', async () => {
  const fleet = new FakeFleet(SIX);
  for (const machine of fleet.machines) {
    if (machine.name === 'zookeeper-1' || machine.name === 'zookeeper-2') machine.beDown();
  }
  const report = await run(order(), fleet.ports());
  expect(report.status).toBe('paused');
  const moves = fleet.calls.filter((call) => call.startsWith('ec2.st'));
  expect(moves.toSorted()).toEqual(['ec2.start i-zookeeper-1', 'ec2.start i-zookeeper-2']);
  expect(fleet.violations).toEqual([]);
});
