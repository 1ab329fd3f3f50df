import { describe, expect, test } from '@jest/globals';
import { aNode, anInstance, aPartition, aView, NIGHT, seenOf } from '../../../../test/builders/fleet.ts';
import { aFlight, aSetting, inCycle } from '../../../../test/builders/progress.ts';
import type { Blocker } from './blocker.ts';
import type { Decision } from './decision.ts';
import type { Seen } from './observation.ts';
import { type Progress, NO_PROGRESS } from './progress.ts';
import { type Situation, watch } from './watch.ts';

const IDS = [1, 2, 3];
const NODES = IDS.map((id) => aNode(id));
const MINUTE = 60_000;
const under: Blocker = {
  kind: 'under-replicated',
  count: 7,
  example: { topic: 'orders', partition: 0, isr: [1, 3], missing: [2] },
};
const waiting = (...blockers: readonly Blocker[]): Decision => ({
  kind: 'wait',
  blockers,
  because: 'until all is well',
});
const situation = (progress: Progress = NO_PROGRESS, decision: Decision = waiting(under)): Situation => ({
  decision,
  progress,
  setting: aSetting(NODES),
});
const at = (later: number, change: Partial<Seen> = {}): Seen =>
  seenOf(IDS, [aPartition(IDS)], { at: NIGHT + later, ...change });

/** What is due at the last of these looks. */
function due(looks: readonly Seen[], now: Situation): string[] {
  let watched = watch(new Map(), looks[0] ?? at(0), now);
  for (const seen of looks.slice(1)) watched = watch(watched.watch, seen, now);
  return watched.alerts.map(({ about }) => about);
}

describe('a long wait', () => {
  test('is told after ten minutes, with the fact and the next command', () => {
    expect(due([at(0), at(10 * MINUTE - 1)], situation())).toEqual([]);
    const { watch: since } = watch(new Map(), at(0), situation());
    const [alert] = watch(since, at(10 * MINUTE), situation()).alerts;
    expect(alert?.text).toBe(
      'for 10m00s waiting until all is well: 7 under-replicated partitions, such as orders-0 (in sync: 1, 3; missing: 2). ' +
        'Bring broker 2 back into sync, then run again: kafka-topics.sh --describe --topic orders shows its replicas.',
    );
  });

  test('begins anew when something else is waited for in between', () => {
    const first = watch(new Map(), at(0), situation());
    const between = watch(first.watch, at(9 * MINUTE), situation(NO_PROGRESS, waiting()));
    expect(watch(between.watch, at(11 * MINUTE), situation()).alerts).toEqual([]);
  });

  test('is told though something else is waited for in every other look', () => {
    const other = situation(NO_PROGRESS, waiting());
    let watched = watch(new Map(), at(0), situation());
    for (let later = 5_000; later <= 10 * MINUTE; later += 5_000)
      watched = watch(watched.watch, at(later), later % 10_000 === 0 ? situation() : other);
    expect(watched.alerts.map(({ about }) => about)).toEqual(['wait until all is well under-replicated']);
  });

  test('begins anew when something was done in between', () => {
    const done = situation(NO_PROGRESS, { kind: 'open', because: 'all is well' });
    const first = watch(new Map(), at(0), situation());
    const second = watch(first.watch, at(5_000), done);
    const third = watch(second.watch, at(10_000), situation());
    expect(due([at(10 * MINUTE)], situation())).toEqual([]);
    expect(watch(third.watch, at(10 * MINUTE), situation()).alerts).toEqual([]);
  });

  test('is none while something is done', () => {
    const opening = situation(NO_PROGRESS, { kind: 'open', because: 'all is well' });
    expect(due([at(0), at(60 * MINUTE)], opening)).toEqual([]);
  });
});

describe('a node that is held down', () => {
  const down = (change: Parameters<typeof aFlight>[1] = {}): Situation =>
    situation(inCycle({ flights: [aFlight(2, { times: { stopRequested: NIGHT }, ...change })] }));

  test.each([
    ['is not told before 15 minutes', 15 * MINUTE - 1, []],
    ['is told after 15', 15 * MINUTE, ['broker-2 down for 15m00s']],
    ['is told again after 25', 25 * MINUTE, ['broker-2 down for 15m00s', 'broker-2 down for 25m00s']],
  ])('%s', (_, later, told) => {
    expect(due([at(later)], down({ phase: 'starting' }))).toEqual(told);
  });

  test('is not down any more when its broker is registered again, though it catches up', () => {
    expect(due([at(30 * MINUTE)], down({ phase: 'returning' }))).toEqual([]);
    const views = [1, 3].map((id) => aView(id, [1, 3], [aPartition(IDS)]));
    expect(due([at(30 * MINUTE, { views })], down({ phase: 'returning' }))).toHaveLength(2);
  });
});

describe('a node that dies in the middle of a cycle', () => {
  const views = [1, 3].map((id) => aView(id, [1, 3], [aPartition(IDS)]));
  const gone = { views };
  const stopped = { instances: [anInstance(1), anInstance(2, { state: 'stopped' }), anInstance(3)] };
  const quiet: Decision = { kind: 'done', because: 'nothing to wait for' };
  const cycle = situation(inCycle(), quiet);

  test('is told after ten seconds when its broker is not registered: one look may be wrong', () => {
    expect(due([at(0, gone), at(9_000, gone)], cycle)).toEqual([]);
    expect(due([at(0, gone), at(10_000, gone)], cycle)).toEqual(['broker-2 died']);
  });

  test('is told at once when its instance does not run', () => {
    expect(due([at(0, stopped)], cycle)).toEqual(['broker-2 died']);
  });

  test('is not told when it is ours, parked, or when there is no cycle', () => {
    const looks = [at(0, gone), at(10_000, gone)];
    expect(due(looks, situation(inCycle({ flights: [aFlight(2)] }), quiet))).toEqual([]);
    expect(due(looks, situation(NO_PROGRESS, quiet))).toEqual([]);
    const parked = NODES.map((node) => ({ ...node, parked: node.id === 2 }));
    expect(due(looks, { ...cycle, setting: aSetting(parked) })).toEqual([]);
  });
});
