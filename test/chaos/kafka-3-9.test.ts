import { expect, test } from '@jest/globals';
import { stateRecords, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench } from '../e2e/reboot-bench.ts';

const MINUTES = 60_000;

test(
  'Kafka 3.9: a whole cycle under load, each node once, and no record is lost, out of order or refused',
  async () => {
    await using bench = await RebootBench.open({ kafkaVersion: '3.9.2' });
    // A cycle lasts seconds here, and its traffic is to be more than a trickle.
    await using witness = await bench.witness(50);

    const outcome = await bench.run({ inputs: { 'stability-checks': '2', 'poll-interval': '200ms' } });
    expect(outcome.outputs['status']).toBe('completed');
    const restarted = JSON.parse(outcome.outputs['restarted'] ?? '[]') as string[];
    expect(restarted.toSorted()).toEqual(['broker-1', 'broker-2', 'broker-3']);
    const stops = (await bench.moves()).filter((move) => move.startsWith('Stop'));
    expect(stops.toSorted()).toEqual([1, 2, 3].map((id) => `StopInstances broker-${String(id)}`));
    const states = (await stateRecords(bench.lab, '_rolling-reboot')).map(({ state }) => state);
    expect([states[0], states.at(-1)]).toEqual(['cycle-opened', 'cycle-closed']);
    expect(states.filter((state) => state === 'restarted')).toHaveLength(3);
    const verdict = await witness.finish();
    expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(verdict.acknowledged).toBeGreaterThan(500);
    expect(verdict.consumed).toBe(verdict.acknowledged);
    expect(await underReplicated(bench.lab)).toBe(0);
  },
  10 * MINUTES,
);
