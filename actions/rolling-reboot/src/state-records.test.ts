import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet, type FleetShape } from '../../../test/fakes/fake-fleet.ts';
import type { RebootOrder } from './context.ts';
import type { LedgerRecord } from './core/ledger.ts';
import { run } from './run.ts';

const THREE: FleetShape = {
  nodes: 3,
  partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }],
};
/** What every record has; those of a node have `node` as well. */
const COMMON = new Set(['state', 'cycle', 'at', 'run', 'node']);

/** The fields of each state, as the table in the README tells them. */
function documented(): Map<string, string[]> {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| state +\| also has[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/.exec(readme) ?? [];
  const names = (text = ''): string[] =>
    [...text.replace(/\([^)]*\)/g, '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
  return new Map(
    table.split('\n').flatMap((row) => {
      const [, states, fields] = row.split('|');
      return names(states).map((state) => [state, names(fields).toSorted()] as const);
    }),
  );
}

/** Whatever a run can write: a whole cycle, one that pauses, halts, drops a stop, one that is abandoned, and reboots. */
async function written(): Promise<readonly LedgerRecord[]> {
  const fleet = new FakeFleet(THREE);
  const { settings } = anOrder();
  const next = (change: Partial<RebootOrder> = {}) => run(anOrder(change), fleet.ports());
  await next({ settings: { ...settings, canary: true } });
  fleet.failures.set('ec2.stop i-3', [new WorldFailure('refused')]);
  await next();
  fleet.clock.now += 3_600_000;
  await next({ selection: { nodes: ['broker-1'], only: { kind: 'all' } } });
  await next({ settings: { ...settings, mode: 'reboot' } });
  return fleet.records;
}

test('every record has the fields that the README tells, and no state is missing there', async () => {
  const table = documented();
  const records = await written();
  for (const record of records) {
    const own = Object.keys(record).filter((key) => !COMMON.has(key));
    expect({ state: record.state, fields: own.toSorted() }).toEqual({
      state: record.state,
      fields: table.get(record.state),
    });
    expect(typeof record.cycle === 'string' && typeof record.run === 'string' && record.at > 0).toBe(true);
  }
  expect(new Set(records.map(({ state }) => state))).toEqual(new Set(table.keys()));
});
