import { expect, test } from '@jest/globals';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLab } from '../../lab/lab.ts';
import { startWitness } from '../../lab/witness.ts';
import { createTopic, stateRecords, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench } from '../e2e/reboot-bench.ts';

const MINUTES = 60_000;

test(
  'Kafka 3.9: a whole cycle under load, each node once, and no record is lost, out of order or refused',
  async () => {
    await using lab = await startLab({ kafkaVersion: '3.9.2' });
    await using temp = await mkdtempDisposable(path.join(tmpdir(), 'chaos-'));
    const bench = new RebootBench(lab, temp.path);
    await createTopic(lab, 'orders', 6);
    await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'orders' });

    const outcome = await bench.run({ inputs: { 'stability-checks': '2', 'poll-interval': '200ms' } });
    expect(outcome.outputs['status']).toBe('completed');
    const restarted = JSON.parse(outcome.outputs['restarted'] ?? '[]') as string[];
    expect(restarted.toSorted()).toEqual(['broker-1', 'broker-2', 'broker-3']);
    const moves = await bench.moves();
    expect(moves.filter((move) => move.startsWith('Stop')).toSorted()).toEqual([
      'StopInstances 1',
      'StopInstances 2',
      'StopInstances 3',
    ]);
    const states = (await stateRecords(lab, '_rolling-reboot')).map(({ state }) => state);
    expect([states[0], states.at(-1)]).toEqual(['cycle-opened', 'cycle-closed']);
    expect(states.filter((state) => state === 'restarted')).toHaveLength(3);
    const verdict = await witness.finish();
    expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(verdict.acknowledged).toBeGreaterThan(500);
    expect(await underReplicated(lab)).toBe(0);
  },
  10 * MINUTES,
);
