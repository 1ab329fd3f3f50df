import { describe, expect, test } from '@jest/globals';
import { NIGHT } from '../builders/fleet.ts';
import type { FleetShape } from '../fakes/fake-fleet.ts';
import { bigShape } from './big-shapes.ts';
import { aScenario, type Ending, INPUTS, play } from './scenario.ts';
import type { Scenario } from './scenario-shape.ts';

/** Six brokers in three zones, replication factor 3, min.insync.replicas 2, of which 1, 2 and 3 vote. */
const SIX: FleetShape = {
  nodes: 6,
  voters: [1, 2, 3],
  partitions: [
    { topic: 'orders', replicas: [1, 2, 3], minimum: 2 },
    { topic: 'payments', replicas: [4, 5, 6], minimum: 2 },
    { topic: 'stock', replicas: [1, 5, 3], minimum: 2 },
  ],
};

/** Played, with nothing violated. */
async function played(change: Partial<Scenario>, shape: FleetShape = SIX): Promise<Ending> {
  const ending = await play(aScenario(shape, change));
  expect(ending.violations).toEqual([]);
  return ending;
}

const stopped = ({ fleet }: Ending): number[] =>
  fleet.calls.flatMap((call) => (call.startsWith('ec2.stop i-') ? [Number(call.slice(11))] : []));

const ALL = [1, 2, 3, 4, 5, 6];

describe('hostile scenarios', () => {
  test('4: the leadership moves in the middle: the new leader is last, and every voter is stopped once', async () => {
    const ending = await played({ faults: [{ kind: 'leader-moves', at: 40_000, to: 2 }] });
    expect(ending.statuses).toEqual(['completed']);
    expect(stopped(ending).toSorted()).toEqual(ALL);
    expect(stopped(ending).at(-1)).toBe(2);
  });

  test('11: a few partitions with two replicas in a zone: only those pairs wait for each other', async () => {
    const shape = bigShape(30, 'rack-aware');
    const pairs = [1, 2, 3].map((id) => ({
      topic: 'unaware',
      partition: id,
      replicas: [id + 6, id + 9, id + 13],
      minimum: 2,
    }));
    const inputs = { ...INPUTS, maxUnavailable: { nodes: 10 } };
    const ending = await played({ inputs }, { ...shape, partitions: [...shape.partitions, ...pairs] });
    const serial = await played({}, shape);
    expect(stopped(ending)).toHaveLength(30);
    expect(ending.fleet.mostAway).toBeGreaterThan(5);
    expect(ending.fleet.now - NIGHT).toBeLessThan((serial.fleet.now - NIGHT) / 2);
  });

  test('12: one node catches up 20 times slower: compatible nodes go on, and never more than allowed are away', async () => {
    const inputs = { ...INPUTS, maxUnavailable: { nodes: 2 } };
    const ending = await played({ inputs, faults: [{ kind: 'slow', node: 4, step: 'catchUp', factor: 20 }] });
    expect(ending.statuses).toEqual(['completed']);
    const { records } = ending.fleet;
    const back = records.findIndex((record) => record.state === 'restarted' && record.node === 'broker-4');
    const meanwhile = records.slice(0, back).filter(({ state }) => state === 'restarted');
    expect(meanwhile.length).toBeGreaterThan(0);
  });

  test('23: a broker is cut off and keeps saying that all is well: nothing more is stopped until it is back', async () => {
    const lasts = 900_000;
    const ending = await played({ faults: [{ kind: 'isolated', node: 1, at: 0, lasts }] });
    expect(stopped(ending).toSorted()).toEqual(ALL);
    const early = ending.fleet.history.filter(({ kind, at }) => kind === 'stop' && at < NIGHT + lasts);
    // A broker that is cut off is missed after nine seconds; nobody can know earlier.
    expect(early).toHaveLength(1);
    expect(early[0]?.at).toBeLessThan(NIGHT + 9_000);
  });

  test('24: a message of a stop that cannot be written: no stop; of the close: the cycle is closed by the next run', async () => {
    const outage = { kind: 'outage', of: 'ledger', lasts: 120_000 } as const;
    const rest = 300_000;
    const early = await played({ rest, faults: [{ ...outage, at: 30_000 }] });
    expect(early.statuses).toEqual(['halted', 'completed']);
    expect(stopped(early).toSorted()).toEqual(ALL);
    const whole = await played({});
    const at = whole.fleet.now - NIGHT - 1_000;
    const late = await played({ rest, faults: [{ ...outage, at }] });
    expect(late.statuses).toEqual(['halted', 'completed']);
    expect(stopped(late).toSorted()).toEqual(ALL);
    expect(new Set(late.fleet.records.map(({ cycle }) => cycle)).size).toBe(1);
  });

  test('26: EC2 refuses for want of rate: no stop is doubled, and nobody stays down', async () => {
    const ending = await played({
      faults: [{ kind: 'outage', of: 'all of EC2', at: 33_000, lasts: 90_000 }],
    });
    expect(ending.statuses).toEqual(['halted', 'completed']);
    expect(stopped(ending).toSorted()).toEqual(ALL);
  });

  test('27: a topic comes and another goes in the middle', async () => {
    const created = { topic: 'created', replicas: [2, 4, 6], minimum: 2 };
    const ending = await played({
      faults: [
        { kind: 'topic-created', at: 40_000, partition: created },
        { kind: 'topic-deleted', at: 70_000, partition: 0 },
      ],
    });
    expect(ending.statuses).toEqual(['completed']);
    expect(stopped(ending).toSorted()).toEqual(ALL);
  });
});
