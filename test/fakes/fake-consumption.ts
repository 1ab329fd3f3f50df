import { Consumption } from '../../services/consumer/src/consume.ts';
import type { WorkPolicy } from '../../services/consumer/src/partition-work.ts';
import type { Message, Tally } from '../../services/consumer/src/ports.ts';
import { FakeAction } from './fake-action.ts';
import type { FakeHistoryFolder } from './fake-history-folder.ts';

const POLICY: WorkPolicy = {
  inDoubt: 'hold',
  onRefused: 'hold',
  actionTimeoutMs: 10_000,
  heldRetryMs: 30_000,
};

export interface Process extends Tally {
  readonly consumption: Consumption;
  readonly action: FakeAction;
  readonly clock: { at: number; now(): number };
  readonly said: string[];
  readonly counted: string[];
}

/** One consumer process on a folder; several of them may share it. */
export function startProcess(
  folder: FakeHistoryFolder,
  options: {
    readonly policy?: Partial<WorkPolicy>;
    readonly action?: FakeAction;
    readonly compactAfter?: number;
  } = {},
): Process {
  const said: string[] = [];
  const counted: string[] = [];
  const say = (what: string): void => void said.push(what);
  const log = { info: say, warn: say, error: say };
  const clock = { at: 1_000_000, now: () => clock.at };
  const tally: Tally = {
    ended: (outcome) => counted.push(outcome),
    skipped: () => counted.push('skipped'),
    settled: (by) => counted.push(`settled: ${by}`),
    lost: () => counted.push('lost'),
    partitions: () => undefined,
  };
  const action = options.action ?? new FakeAction();
  const tools = { action, policy: { ...POLICY, ...options.policy }, clock, log, tally };
  const limits = { remembered: 100, compactAfter: options.compactAfter ?? 1_000 };
  const consumption = new Consumption(folder, tools, { limits, name: 'pod-1' });
  return { consumption, action, clock, said, counted, ...tally };
}

export const message = (offset: number, more: Partial<Message> = {}): Message => ({
  ...{ topic: 'posts', partition: 0, offset: BigInt(offset), end: 1_000n, key: undefined, value: undefined },
  ...more,
});
