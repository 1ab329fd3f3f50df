import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Lab } from '../../lab/lab.ts';
import { stateRecords, underReplicated } from './lab-kafka.ts';
import { askedIn, RECORDED } from '../policies/recorded.ts';
import { RebootBench, reportOf } from './reboot-bench.ts';

const MINUTES = 60_000;

let lab: Lab;
let bench: RebootBench;

beforeAll(async () => {
  bench = await RebootBench.guarded();
  lab = bench.lab;
}, 10 * MINUTES);

afterAll(() => bench.close());

const launchTimes = async (): Promise<string[]> =>
  (await lab.instances()).map(({ launchTime }) => launchTime);
const processes = async (): Promise<(number | undefined)[]> => (await lab.instances()).map(({ pid }) => pid);

test(
  'a cycle of reboots restarts every broker in place, stops no instance and loses no record',
  async () => {
    const [launched, began] = [await launchTimes(), await processes()];
    await using witness = await bench.witness();
    const outcome = await bench.run({ inputs: { mode: 'reboot' } });
    expect({ exitCode: outcome.exitCode, log: outcome.exitCode === 0 ? '' : outcome.log }).toEqual({
      exitCode: 0,
      log: '',
    });
    expect((await bench.moves()).toSorted()).toEqual(
      [1, 2, 3].map((id) => `RebootInstances broker-${String(id)}`),
    );
    expect(await launchTimes()).toEqual(launched);
    const now = await processes();
    expect(now.filter((pid) => pid === undefined || began.includes(pid))).toEqual([]);
    expect((await reportOf(outcome)).nodes.every(({ times }) => times.left !== undefined)).toBe(true);
    const records = await stateRecords(lab, '_rolling-reboot');
    expect(records.filter(({ state }) => state === 'left')).toHaveLength(3);
    expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(await underReplicated(lab)).toBe(0);
  },
  5 * MINUTES,
);

test(
  'a reboot that is accepted and never takes place halts the run, which says so and reboots nothing else',
  async () => {
    const before = (await bench.moves()).length;
    for (const { nodeId } of lab.nodes) await lab.inject({ kind: 'ignore-reboots', nodeId, times: 1 });
    const outcome = await bench.run({ inputs: { mode: 'reboot', 'stop-timeout': '4s' } });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.outputs['status']).toBe('halted');
    expect(outcome.log).toContain('its reboot did not take place within stop-timeout (4.0s)');
    expect((await bench.moves()).slice(before)).toEqual([expect.stringContaining('RebootInstances')]);
  },
  3 * MINUTES,
);

test('no run asked for more or less than is recorded', async () => {
  expect(askedIn(await lab.awsCalls())).toEqual(RECORDED['reboot-in-place']);
});
