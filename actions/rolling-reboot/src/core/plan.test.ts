import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { healthyClusters, messyClusters, roomyClusters } from '../../../../test/arbitraries/clusters.ts';
import { aNode, anInstance, aPartition, aQuorum, kraftOf, seenOf } from '../../../../test/builders/fleet.ts';
import { plan } from '../../../../test/builders/at-once.ts';
import { bigCluster } from '../../../../test/builders/big-cluster.ts';
import { aSetting, SETTINGS } from '../../../../test/builders/progress.ts';
import type { KafkaNode } from './node.ts';
import { known, type Seen } from './observation.ts';
import type { Plan } from './plan.ts';
import type { StepDurations } from './simulate.ts';
import type { FinishedNode } from './progress.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const ORDERS = aPartition(IDS);
const DURATIONS = { stop: 80_000, start: 110_000, catchUp: 60_000 };
const durations = (): StepDurations => DURATIONS;
const planFor = (
  seen: Seen,
  nodes: readonly KafkaNode[] = NODES,
  finished: readonly FinishedNode[] = [],
): Plan => plan(seen, aSetting(nodes), { durations, finished });

const moves = ({ steps }: Plan): string[] => steps.map(({ action, node }) => `${action} ${node}`);
const problems = (planned: Plan): string[] => planned.problems.map(({ what }) => what);
const ALL = ['restart broker-2', 'restart broker-3', 'restart broker-1'];

describe('the plan for a healthy cluster', () => {
  test('restarts each node once, the active controller last, one after another, with a certificate each', () => {
    const planned = planFor(seenOf(IDS, [ORDERS]));
    expect(moves(planned)).toEqual(ALL);
    expect(planned.problems).toEqual([]);
    for (const [index, { from, to, certificate, node }] of planned.steps.entries()) {
      expect(from).toBeGreaterThanOrEqual(planned.steps[index - 1]?.to ?? 0);
      expect(to).toBeGreaterThanOrEqual(from + 250_000);
      expect(certificate).toMatchObject({ node, tightest: { minimum: 2 } });
    }
    expect(planned.lasts).toBe(planned.steps.at(-1)?.to);
  });

  test('leaves out what an open cycle has finished', () => {
    const finished = [{ node: aNode(2).name, by: 'earlier-run', times: {}, underReplicatedPeak: 0 } as const];
    expect(moves(planFor(seenOf(IDS, [ORDERS]), NODES, finished))).toEqual(ALL.slice(1));
  });

  test('has no steps where everything is finished, and takes no time', () => {
    const finished = NODES.map(
      ({ name }) => ({ node: name, by: 'earlier-run', times: {}, underReplicatedPeak: 0 }) as const,
    );
    expect(planFor(seenOf(IDS, [ORDERS]), NODES, finished)).toMatchObject({
      steps: [],
      problems: [],
      lasts: 0,
    });
  });

  test('moves a controller that is no broker last, when it leads', () => {
    const controllers = [3001, 3002, 3003].map((id) => aNode(id, { broker: false, controller: true }));
    const quorum = known(aQuorum(3002, [3001, 3002, 3003]));
    const instances = [...IDS, 3001, 3002, 3003].map((id) => anInstance(id));
    const nodes = [...controllers, ...IDS.map((id) => aNode(id))];
    const planned = planFor(seenOf(IDS, [ORDERS], { quorum, instances }), nodes);
    expect(moves(planned).at(-1)).toBe('restart controller-3002');
    expect(planned.steps).toHaveLength(6);
  });
});

test('a step that the assumed times do not let finish ends at null, which JSON can say', () => {
  const planned = plan(seenOf(IDS, [ORDERS]), aSetting(NODES), {
    durations: () => ({ ...DURATIONS, catchUp: SETTINGS.syncTimeout * 2 }),
    finished: [],
  });
  expect(problems(planned)[0]).toContain('sync-timeout');
  expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
  expect(planned.steps).toMatchObject([{ to: null }]);
});

test('a long cluster is planned in seconds, whatever the poll interval', () => {
  const ids = Array.from({ length: 30 }, (_, index) => index + 1);
  const partitions = ids.map((id) =>
    aPartition(
      [0, 1, 2].map((step) => ((id + step) % 30) + 1),
      { topic: `t${String(id)}` },
    ),
  );
  const nodes = ids.map((id) => aNode(id, { controller: true }));
  const settings = { ...SETTINGS, pollInterval: 100 };
  const planned = plan(seenOf(ids, partitions), aSetting(nodes, { settings }), {
    durations,
    finished: [],
  });
  expect(planned.steps).toHaveLength(30);
});

describe('over random clusters', () => {
  const runs = { numRuns: 40 };
  const restarts = ({ steps }: Plan): string[] =>
    steps.filter(({ action }) => action === 'restart').map(({ node }) => node);

  test('it restarts each node that is not parked once, the leader last, or names problems before the first stop', () => {
    fc.assert(
      fc.property(healthyClusters, ({ nodes, seen }) => {
        const planned = planFor(seen, nodes);
        const wanted = nodes.filter(({ parked }) => !parked).map(({ name }) => name);
        const leader = nodes.find(({ id }) => id === kraftOf(seen).leader);
        const done = restarts(planned);
        expect(done.toSorted()).toEqual(planned.problems.length > 0 ? [] : wanted.toSorted());
        expect([undefined, leader?.name]).toContain(done.at(-1));
      }),
      runs,
    );
  });

  test('a cluster with room for it is restarted whole', () => {
    fc.assert(
      fc.property(roomyClusters, ({ nodes, seen }) => {
        fc.pre(seen.views.some(({ partitions }) => partitions.length > 0));
        const planned = planFor(seen, nodes);
        expect({ problems: planned.problems, count: restarts(planned).length }).toEqual({
          problems: [],
          count: nodes.length,
        });
        for (const { certificate } of planned.steps) {
          const { left, minimum } = certificate?.tightest ?? { left: [1], minimum: 1 };
          expect(left.length).toBeGreaterThanOrEqual(minimum);
        }
      }),
      runs,
    );
  });

  test('it ends for any cluster', () => {
    fc.assert(
      fc.property(messyClusters, ({ nodes, seen }) => {
        expect(planFor(seen, nodes).lasts).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

test('99 brokers with 9,900 partitions are planned, three controllers after them', () => {
  const { nodes, seen } = bigCluster({ brokers: 99, partitions: 9_900 });
  const settings = { ...SETTINGS, syncTimeout: 3_600_000, maxUnavailable: { percent: 10 } };
  const planned = plan(seen, aSetting(nodes, { settings }), { durations, finished: [] });
  expect(problems(planned)).toEqual([]);
  expect(new Set(moves(planned)).size).toBe(102);
  expect(moves(planned).at(-1)).toBe('restart controller-100001');
});
