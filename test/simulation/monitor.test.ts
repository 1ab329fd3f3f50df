import { describe, expect, test } from '@jest/globals';
import type { EndMoment, Moment, PartitionLeft, StopMoment } from './moment.ts';
import { type MonitorRules, STRICT, violationsOf } from './monitor.ts';

const aStop = (change: Partial<StopMoment> = {}): StopMoment => ({
  kind: 'stop',
  at: 0,
  run: 1,
  cycle: 'cycle-1',
  node: 'broker-1',
  partitions: [],
  voters: { left: 2, of: 3 },
  votersInFlight: 0,
  inFlight: [],
  ailing: [],
  ...change,
});

const aLeft = (change: Partial<PartitionLeft> = {}): PartitionLeft => ({
  name: 'orders-0',
  topic: 'orders',
  replicas: 3,
  parked: 0,
  left: 2,
  minimum: 2,
  ...change,
});

const anEnd = (change: Partial<EndMoment> = {}): EndMoment => ({
  kind: 'end',
  at: 0,
  run: 1,
  status: 'completed',
  left: [],
  problems: '',
  ...change,
});

interface Case {
  readonly name: string;
  readonly fine: readonly Moment[];
  readonly broken: readonly Moment[];
  readonly violation: string;
  readonly rules?: Partial<MonitorRules>;
}

const CASES: readonly Case[] = [
  {
    name: 'a reboot again in the same run',
    fine: [aStop({ run: 1 }), aStop({ run: 2 })],
    broken: [aStop({ run: 1 }), aStop({ run: 1 })],
    violation: 'broker-1 was stopped twice in cycle cycle-1',
    rules: { repeatedReboots: true },
  },
  {
    name: 'a node that was not asked for',
    fine: [aStop({ node: 'broker-2' })],
    broken: [aStop({ node: 'broker-1' })],
    violation: 'stopping broker-1 was not asked for',
    rules: { selected: new Set(['broker-2']) },
  },
  {
    name: 'the minimum of a partition',
    fine: [aStop({ partitions: [aLeft()] })],
    broken: [aStop({ partitions: [aLeft(), aLeft({ name: 'orders-1', left: 1 })] })],
    violation: 'stopping broker-1 left orders-1 with 1 (minimum 2)',
  },
  {
    name: 'a minimum of 0, which is 1',
    fine: [aStop({ partitions: [aLeft({ left: 1, minimum: 0 })] })],
    broken: [aStop({ partitions: [aLeft({ left: 0, minimum: 0 })] })],
    violation: 'stopping broker-1 left orders-0 with 0 (minimum 0)',
  },
  {
    name: 'extra replicas',
    rules: { extraReplicas: 1 },
    fine: [aStop({ partitions: [aLeft({ left: 2, minimum: 1 })] })],
    broken: [aStop({ partitions: [aLeft({ left: 2, minimum: 2 })] })],
    violation: 'stopping broker-1 left orders-0 with 2 (minimum 2)',
  },
  {
    name: 'an accepted topic, which keeps all replicas but one',
    rules: { accepted: new Set(['orders']) },
    fine: [
      aStop({ partitions: [aLeft({ replicas: 2, left: 1 }), aLeft({ replicas: 1, left: 0 })] }),
      aStop({ node: 'broker-2', partitions: [aLeft({ parked: 1, left: 1 })] }),
    ],
    broken: [aStop({ partitions: [aLeft({ replicas: 2, left: 0 })] })],
    violation: 'stopping broker-1 left orders-0 with 0 (minimum 2)',
  },
  {
    name: 'an accepted topic that has room, and keeps its minimum',
    rules: { accepted: 'all' },
    fine: [aStop({ partitions: [aLeft()] })],
    broken: [aStop({ partitions: [aLeft({ left: 1 })] })],
    violation: 'stopping broker-1 left orders-0 with 1 (minimum 2)',
  },
  {
    name: 'an accepted topic that needs all its replicas: one of them is away at a time',
    rules: { accepted: 'all' },
    fine: [aStop({ partitions: [aLeft({ minimum: 3 })] })],
    broken: [aStop({ partitions: [aLeft({ minimum: 3, left: 1 })] })],
    violation: 'stopping broker-1 left orders-0 with 1 (minimum 3)',
  },
  {
    name: 'the minimum of an accepted topic that has no extra replica to spare',
    rules: { accepted: 'all', extraReplicas: 1 },
    fine: [aStop({ partitions: [aLeft()] })],
    broken: [aStop({ partitions: [aLeft({ left: 1 })] })],
    violation: 'stopping broker-1 left orders-0 with 1 (minimum 2)',
  },
  {
    name: 'the majority',
    fine: [aStop({ voters: { left: 2, of: 3 } }), aStop({ node: 'broker-2', voters: null })],
    broken: [aStop({ voters: { left: 2, of: 4 } })],
    violation: 'stopping broker-1 left 2 of 4 voters',
  },
  {
    name: 'the majority of a small quorum, unless it is accepted',
    rules: { smallQuorum: true },
    fine: [aStop({ voters: { left: 0, of: 1 } }), aStop({ node: 'broker-2', voters: { left: 1, of: 2 } })],
    broken: [aStop({ voters: { left: 1, of: 3 } })],
    violation: 'stopping broker-1 left 1 of 3 voters',
  },
  {
    name: 'one voter at a time',
    fine: [aStop({ voters: null, votersInFlight: 1 })],
    broken: [aStop({ votersInFlight: 1 })],
    violation: 'stopping broker-1 was a second voter in flight',
  },
  {
    name: 'the width of the window',
    rules: { width: 2 },
    fine: [aStop({ inFlight: ['broker-2'] })],
    broken: [aStop({ inFlight: ['broker-2', 'broker-3'] })],
    violation: 'stopping broker-1 was one too many beside broker-2, broker-3',
  },
  {
    name: 'no stop while something else is wrong',
    rules: { repair: 'broker-1' },
    fine: [aStop({ ailing: ['broker-1'] })],
    broken: [aStop({ ailing: ['broker-1', 'broker-2'] })],
    violation: 'stopping broker-1 while broker-2 ails',
  },
  {
    name: 'once in a cycle',
    fine: [aStop(), aStop({ node: 'broker-2' }), aStop({ cycle: 'cycle-2' })],
    broken: [aStop(), aStop({ run: 2 })],
    violation: 'broker-1 was stopped twice in cycle cycle-1',
  },
  {
    name: 'announced stops',
    fine: [{ kind: 'still', at: 0, down: ['broker-1'], announced: ['broker-1'] }],
    broken: [{ kind: 'still', at: 0, down: ['broker-1', 'broker-2'], announced: ['broker-1'] }],
    violation: 'broker-2 is down without an intent in the ledger or a tag',
  },
  {
    name: 'parked nodes',
    fine: [{ kind: 'start', at: 0, node: 'broker-1', isParked: false }],
    broken: [{ kind: 'start', at: 0, node: 'broker-1', isParked: true }],
    violation: 'broker-1 is parked and was started',
  },
  {
    name: 'the four ends',
    fine: ['completed', 'paused', 'halted', 'nothing-to-do'].map((status) => anEnd({ status })),
    broken: [anEnd({ status: 'crashed' })],
    violation: 'run 1 ended crashed, which is no end',
  },
  {
    name: 'nobody left down, or named by a halt',
    fine: [anEnd({ status: 'halted', left: ['i-1'], problems: 'instance i-1 is not running' })],
    broken: [anEnd({ status: 'halted', left: ['i-1'], problems: 'something else' })],
    violation: 'run 1 ended halted and left i-1 stopped',
  },
  {
    name: 'nobody left down by any other end',
    fine: [anEnd({ status: 'paused' })],
    broken: [anEnd({ status: 'paused', left: ['i-1'], problems: 'i-1' })],
    violation: 'run 1 ended paused and left i-1 stopped',
  },
];

describe('the monitor sees what it must never see', () => {
  test.each(CASES)('$name', ({ fine, broken, violation, rules }) => {
    expect(violationsOf(fine, { ...STRICT, ...rules })).toEqual([]);
    expect(violationsOf(broken, { ...STRICT, ...rules })).toEqual([violation]);
  });
});
