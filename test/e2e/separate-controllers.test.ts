import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../actions/rolling-reboot/src/core/report.ts';
import type { Lab } from '../../lab/lab.ts';
import type { ActionOutcome } from '../../lab/runner.ts';
import { underReplicated } from './lab-kafka.ts';
import { RebootBench, reportOf } from './reboot-bench.ts';

const MINUTES = 60_000;

let lab: Lab;
let bench: RebootBench;

beforeAll(async () => {
  bench = await RebootBench.open({ mode: 'kraft-separate', brokers: 4, controllers: 3 }, 8);
  lab = bench.lab;
}, 10 * MINUTES);

afterAll(() => bench.close());

/** How many nodes were away at the same time, from the request of their stop until they were proved back. */
function mostAtOnce({ nodes }: Report): number {
  const spans = nodes.map(({ times }) => ({
    from: times.stopRequested ?? 0,
    to: times.restarted ?? Infinity,
  }));
  return Math.max(
    ...spans.map(({ from }) => spans.filter((span) => span.from <= from && from < span.to).length),
  );
}

test(
  'every node once, a controller last, two at a time where the replicas allow it, and no record is lost',
  async () => {
    await using witness = await bench.witness();
    const outcome = await bench.run({ inputs: { 'max-unavailable': '2' } });
    expect(outcome.outputs['status']).toBe('completed');
    const report = await reportOf(outcome);
    const stops = report.certificates.map(({ node }) => node);
    expect(stops.toSorted()).toEqual(lab.nodes.map(({ identity }) => identity).toSorted());
    expect(stops[0]).toMatch(/^broker-/);
    expect(stops.at(-1)).toMatch(/^controller-/);
    expect(mostAtOnce(report)).toBe(2);
    const least = report.certificates.map(({ tightest }) => tightest?.left.length ?? 2);
    expect(Math.min(...least)).toBeGreaterThanOrEqual(2);
    expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(await underReplicated(lab)).toBe(0);
  },
  5 * MINUTES,
);

test(
  'of two runs at once the older one is fenced: it halts, its node comes up, and the newer one finishes',
  async () => {
    const before = (await bench.moves()).length;
    let second: Promise<ActionOutcome> | undefined;
    const first = await bench.run({
      inputs: { nodes: 'broker-1,broker-2' },
      onLine: (line) => {
        if (/ start broker-\d/.test(line)) second ??= bench.run({ inputs: { nodes: 'broker-1,broker-2' } });
      },
    });
    const newer = await second;
    expect(first.exitCode).toBe(1);
    expect(first.log).toContain('another run');
    expect(newer?.outputs).toMatchObject({ status: 'completed', 'cycle-id': first.outputs['cycle-id'] });
    const moves = (await bench.moves()).slice(before).filter((move) => move.startsWith('Stop'));
    expect(moves.toSorted()).toEqual(['StopInstances broker-1', 'StopInstances broker-2']);
    expect(await underReplicated(lab)).toBe(0);
  },
  5 * MINUTES,
);
