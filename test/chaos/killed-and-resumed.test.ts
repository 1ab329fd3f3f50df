import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HoldOrder } from '../../lab/hold.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { ActionOutcome } from '../../lab/runner.ts';
import { startWitness, type Witness } from '../../lab/witness.ts';
import { createTopic, type StateRecord, stateRecords, underReplicated } from '../e2e/lab-kafka.ts';
import { RebootBench } from '../e2e/reboot-bench.ts';
import { intentTags } from './intent-tags.ts';
import { watch } from './watched-run.ts';

const MINUTES = 60_000;
const INTENT = 'rolling-reboot:intent';

let lab: Lab;
let temp: string;
let bench: RebootBench;
let witness: Witness;
let inputs: Record<string, string>;

beforeAll(async () => {
  lab = await startLab();
  temp = await mkdtemp(path.join(tmpdir(), 'chaos-'));
  bench = new RebootBench(lab, temp);
  await createTopic(lab, 'orders', 6);
  witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'orders' });
  const slack = { 'slack-webhook-url': lab.env['LAB_SLACK_WEBHOOK_URL'] ?? '' };
  inputs = { ...slack, nodes: 'broker-2', 'stability-checks': '2', 'poll-interval': '200ms' };
}, 10 * MINUTES);

afterAll(async () => {
  await witness.finish();
  await lab.close();
  await rm(temp, { recursive: true, force: true });
});

/** Where a run is killed: at a line of its log, or while a call of it is held. */
type Moment = { readonly line: RegExp } | { readonly hold: HoldOrder };

const at = (line: RegExp): Moment => ({ line });
const before = (call: string, about = ''): Moment => ({ hold: { call, about, when: 'before' } });
const after = (call: string, about = ''): Moment => ({ hold: { call, about, when: 'after' } });

async function killed(moment: Moment): Promise<void> {
  if ('hold' in moment) await lab.inject({ kind: 'hold', ...moment.hold });
  const run = await watch(bench, { inputs });
  if ('hold' in moment) await run.meanwhile(lab.untilHeld());
  else await run.next(moment.line);
  run.child.kill('SIGKILL');
  expect((await run.finished).exitCode).toBe(137);
}

/** An announced stop may still be carried out for a minute by a run that is not dead: the next one comes later. */
const LATER = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent('const now = Date.now; Date.now = () => now() + 120_000;')}`,
};

const cycles = (records: readonly StateRecord[]): string[] => [...new Set(records.map(({ cycle }) => cycle))];

async function expectWell(again: ActionOutcome): Promise<void> {
  expect(again.log).toContain('status: completed');
  expect(again.outputs).toMatchObject({ status: 'completed', restarted: '["broker-2"]', remaining: '[]' });
  expect((await lab.instances()).map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  expect(await intentTags(lab)).toEqual([]);
  expect(await underReplicated(lab)).toBe(0);
}

describe('a run that is killed is continued by the next one: same cycle, the node stopped once in it', () => {
  test.each<{ moment: string; kill: Moment; later?: boolean }>([
    { moment: 'the cycle is open', kill: at(/cycle \S+ is open/) },
    { moment: 'the stop is recorded', kill: before('CreateTags', INTENT), later: true },
    { moment: 'the instance is tagged', kill: after('CreateTags', INTENT), later: true },
    { moment: 'right before StopInstances', kill: before('StopInstances'), later: true },
    { moment: 'right after StopInstances', kill: after('StopInstances') },
    { moment: 'the cluster saw it leave', kill: before('StartInstances') },
    { moment: 'right after StartInstances', kill: after('StartInstances') },
    { moment: 'its stop is recorded as over', kill: at(/waiting for broker-2 to start/) },
    { moment: 'its instance runs', kill: at(/waiting for broker-2 to be back in sync/) },
    { moment: 'it is in sync', kill: at(/finish broker-2/) },
    { moment: 'its restart is recorded', kill: before('DeleteTags', INTENT) },
    { moment: 'its tag is removed', kill: after('DeleteTags', INTENT) },
  ])(
    '$moment',
    async ({ kill, later }) => {
      const [movesBefore, recordsBefore] = [(await bench.moves()).length, (await records()).length];
      await killed(kill);
      const again = await bench.run({ inputs, ...(later === true ? { env: LATER } : {}) });
      await expectWell(again);
      expect((await bench.moves()).slice(movesBefore)).toEqual(['StopInstances 2', 'StartInstances 2']);
      const own = (await records()).slice(recordsBefore);
      expect(cycles(own)).toEqual([again.outputs['cycle-id']]);
      expect(own.at(-1)?.state).toBe('cycle-closed');
      expect(again.log).toContain(`cycle ${again.outputs['cycle-id'] ?? ''} continues`);
    },
    2 * MINUTES,
  );

  test(
    'killed when the cycle is closed, the next run opens another one',
    async () => {
      const recordsBefore = (await records()).length;
      await killed(after('slack', 'completed'));
      const again = await bench.run({ inputs });
      await expectWell(again);
      const own = (await records()).slice(recordsBefore);
      expect(cycles(own)).toHaveLength(2);
      expect(own.filter(({ state }) => state === 'cycle-closed')).toHaveLength(2);
    },
    2 * MINUTES,
  );

  test(
    'through all of it no record is lost, none out of order and none refused',
    async () => {
      const verdict = await witness.finish();
      expect(verdict).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
      expect(verdict.acknowledged).toBeGreaterThan(1000);
    },
    MINUTES,
  );
});

const records = (): Promise<StateRecord[]> =>
  stateRecords(lab, '_rolling-reboot').catch((): StateRecord[] => []);
