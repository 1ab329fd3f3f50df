import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { NIGHT } from '../../../test/builders/fleet.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import type { Ports } from './ports.ts';
import { run } from './run.ts';

/** Broker 2 is down since before the run. */
function aFleet(): FakeFleet {
  const partitions = [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }];
  const fleet = new FakeFleet({ nodes: 3, partitions });
  fleet.machines[1]?.beDown();
  return fleet;
}

/** The first call that fails, and what it is about in the findings. */
const EVENTS = { nodes: [], only: { kind: 'scheduled-events' } } as const;
const BROKEN: readonly {
  readonly what: string;
  readonly order: Partial<RebootOrder>;
  readonly calls: RegExp;
}[] = [
  { what: 'the scheduled events', order: { selection: EVENTS }, calls: /^ec2\.events/ },
  { what: 'what a stop would meet', order: {}, calls: /^ec2\.facts/ },
  {
    what: 'input nodes',
    order: { selection: { nodes: ['broker-7'], only: { kind: 'all' } } },
    calls: /^none/,
  },
];

const moves = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => /^ec2\.st(op|art)/.test(call));

test.each(BROKEN)(
  '$what: a node that is down is started first, then the run halts',
  async ({ what, order, calls }) => {
    const fleet = aFleet();
    fleet.outages.push({ calls, from: NIGHT, to: Infinity, failure: 'EC2 refused' });
    const report = await run(anOrder(order), fleet.ports());
    expect(report.status).toBe('halted');
    expect(report.problems.map(({ where }) => where)).toEqual([what]);
    expect(moves(fleet)).toEqual(['ec2.start i-2']);
    expect(fleet.idsIn('running')).toEqual([1, 2, 3]);
    expect(fleet.slack.join()).toContain(what);
  },
);

test.each(BROKEN)('$what: a run that only recovers does not ask', async ({ order, calls }) => {
  const fleet = aFleet();
  fleet.outages.push({ calls, from: NIGHT, to: Infinity, failure: 'EC2 refused' });
  const settings = { ...anOrder().settings, mode: 'recover' } as const;
  const report = await run(anOrder({ ...order, settings }), fleet.ports());
  expect(report).toMatchObject({ problems: [], remaining: [] });
  expect(moves(fleet)).toEqual(['ec2.start i-2']);
});

/** Nobody knows the end of the credentials from `from` on, in milliseconds since the epoch. */
function withoutEnd(fleet: FakeFleet, from: number): Ports {
  const ports = fleet.ports();
  const refusal = new WorldFailure('No credentials for AWS: no answer');
  const credentialsEnd = (): Promise<undefined> =>
    fleet.now >= from ? Promise.reject(refusal) : Promise.resolve(undefined);
  return { ...ports, credentialsEnd };
}

test('credentials that cannot be read forbid every stop and no start', async () => {
  const fleet = aFleet();
  const report = await run(anOrder(), withoutEnd(fleet, NIGHT));
  expect(report.status).toBe('halted');
  expect(report.problems).toMatchObject([
    { where: 'the AWS credentials', what: 'No credentials for AWS: no answer' },
  ]);
  expect(moves(fleet)).toEqual(['ec2.start i-2']);
});

test('where they cannot be read in the middle the node in flight comes back, and no other is stopped', async () => {
  const fleet = aFleet();
  const ports = withoutEnd(fleet, Infinity);
  const broken = withoutEnd(fleet, NIGHT);
  const credentialsEnd: Ports['credentialsEnd'] = (outlasting) =>
    moves(fleet).some((move) => move.startsWith('ec2.stop'))
      ? broken.credentialsEnd(outlasting)
      : ports.credentialsEnd(outlasting);
  const report = await run(anOrder(), { ...ports, credentialsEnd });
  expect(report.status).toBe('paused');
  expect(report.warnings.at(-1)).toContain(
    'paused: the AWS session (No credentials for AWS: no answer) has 0.0s left',
  );
  expect(moves(fleet)).toEqual(['ec2.start i-2', 'ec2.stop i-2', 'ec2.start i-2']);
});

test('a dry run fails at once on a node that the cluster does not have', async () => {
  const selection = { nodes: ['broker-7'], only: { kind: 'all' } } as const;
  const planned = run(anOrder({ selection, dryRun: true }), aFleet().ports());
  await expect(planned).rejects.toThrow('the cluster has no node broker-7');
});
