import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { plan } from '../../../../test/builders/at-once.ts';
import { aSetting } from '../../../../test/builders/progress.ts';
import { brokerId, type InstanceState, type KafkaNode } from './node.ts';
import { known, type Quorum, type Seen, unknown } from './observation.ts';
import type { Plan } from './plan.ts';
import type { StepDurations } from './simulate.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id, { controller: true }));
const ORDERS = aPartition(IDS);
const DURATIONS = { stop: 80_000, start: 110_000, catchUp: 60_000 };
const durations = (): StepDurations => DURATIONS;
const planFor = (seen: Seen, nodes: readonly KafkaNode[] = NODES): Plan =>
  plan(seen, aSetting(nodes), { durations, finished: [] });

const moves = ({ steps }: Plan): string[] => steps.map(({ action, node }) => `${action} ${node}`);
const problems = (planned: Plan): string[] => planned.problems.map(({ what }) => what);
const ALL = ['restart broker-2', 'restart broker-3', 'restart broker-1'];

/** A look at broker 3 being down, whose instance is in this state. */
const withoutThird = (state: InstanceState, launchTime = NIGHT - 86_400_000): Seen =>
  seenOf(IDS, [ORDERS], {
    instances: IDS.map((id) => anInstance(id, id === 3 ? { state, launchTime } : {})),
    views: [1, 2].map((id) => aView(id, [1, 2], [{ ...ORDERS, isr: [1, 2] }])),
    silent: [{ observer: brokerId(3), reason: 'connection refused' }],
    quorum: known({
      kind: 'kraft',
      leader: 1,
      voters: IDS.map((id) => ({ id, behind: id === 3 ? undefined : 0 })),
    }),
  });

describe('the plan for a cluster with a node down', () => {
  test.each<[InstanceState, string[]]>([
    ['stopped', ['start broker-3', ...ALL]],
    ['stopping', ['start broker-3', ...ALL]],
    ['pending', ALL],
  ])('whose instance is %s', (state, expected) => {
    const planned = planFor(withoutThird(state, state === 'pending' ? NIGHT - 5_000 : undefined));
    expect(problems(planned)).toEqual([]);
    expect(moves(planned)).toEqual(expected);
  });

  test('without partitions: it comes back all the same', () => {
    const seen = {
      ...withoutThird('stopped'),
      views: [1, 2].map((id) => aView(id, [1, 2], [aPartition([1, 2])])),
    };
    const planned = planFor({ ...seen, minInSyncReplicas: known(new Map([['orders', 1]])) });
    expect({ problems: problems(planned), first: moves(planned)[0] }).toEqual({
      problems: [],
      first: 'start broker-3',
    });
  });

  test('that was launched a moment ago: it is on its way', () => {
    expect(problems(planFor(withoutThird('running', NIGHT - 10_000)))).toEqual([]);
  });

  test('that runs and is not registered: no restart, but what a real run would halt for', () => {
    const planned = planFor(withoutThird('running'));
    expect(moves(planned)).toEqual([]);
    expect(problems(planned)).toContain('broker 3 is not registered in the view of every broker');
  });

  test('that is parked, where the others can do without it', () => {
    const nodes = [
      ...NODES.slice(0, 2),
      aNode(3, { controller: true, parked: true }),
      aNode(4, { controller: true }),
    ];
    const ids = [1, 2, 4];
    const quorum = known<Quorum>({
      kind: 'kraft',
      leader: 1,
      voters: [...ids, 5].map((id) => ({ id, behind: id === 5 ? undefined : 0 })),
    });
    const seen = seenOf(ids, [aPartition(ids)], {
      instances: [1, 2, 3, 4].map((id) => anInstance(id, id === 3 ? { state: 'stopped' } : {})),
    });
    const planned = planFor(seen, nodes);
    expect(moves({ ...planned })).not.toContain('start broker-3');
    expect(planFor({ ...seen, quorum }, nodes).steps).toEqual([]);
  });
});

describe('what a plan must not hide', () => {
  const views = seenOf(IDS, [ORDERS]).views;
  const silent = [{ observer: brokerId(3), reason: 'connection refused' }];

  test.each<[string, Partial<Seen>, string]>([
    ['a silent broker', { silent, views: views.slice(0, 2) }, 'broker 3 gives no answer'],
    [
      'the worst view',
      { views: [...views.slice(0, 2), aView(3, IDS, [{ ...ORDERS, isr: [1, 3] }])] },
      'under-replicated',
    ],
    [
      'an offline partition',
      { views: [...views.slice(0, 2), aView(3, IDS, [{ ...ORDERS, leader: -1 }])] },
      'offline',
    ],
    [
      'a topic that cannot be read',
      { views: views.map((view) => ({ ...view, unreadable: [{ topic: 'x', error: 'DENIED' }] })) },
      'topic x',
    ],
    [
      'a voter that lags',
      {
        quorum: known({
          kind: 'kraft',
          leader: 1,
          voters: IDS.map((id) => ({ id, behind: id === 2 ? 9_000 : 0 })),
        }),
      },
      'voter 2',
    ],
    ['an unknown quorum', { quorum: unknown('denied') }, 'the quorum'],
    [
      'another cluster',
      { views: views.map((view) => (view.observer === 3 ? { ...view, clusterId: 'other' } : view)) },
      'another cluster',
    ],
    ['nobody answering', { views: [], silent }, 'no broker answers'],
  ])('%s', (_, change, problem) => {
    const planned = planFor(seenOf(IDS, [ORDERS], change));
    expect(moves(planned)).toEqual([]);
    expect(problems(planned).join('; ')).toContain(problem);
  });
});
