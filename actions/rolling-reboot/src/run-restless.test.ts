import { expect, test } from '@jest/globals';
import { anOrder } from '../../../test/builders/reboot-order.ts';
import { FakeFleet } from '../../../test/fakes/fake-fleet.ts';
import type { LedgerRecord } from './core/ledger.ts';
import type { Ports } from './ports.ts';
import { run } from './run.ts';

/** A cluster that never rests long enough for a stop: the run halts and says why, and does not wait its time out. */
const THREE = { nodes: 3, partitions: [{ topic: 'orders', replicas: [1, 2, 3], minimum: 2 }] };

const stopsOf = (fleet: FakeFleet): string[] => fleet.calls.filter((call) => call.startsWith('ec2.stop'));

/** A broker is out of sync in each look of which this is true; looks are counted from 1. */
function restless(fleet: FakeFleet, isBehind: (look: number) => boolean): Ports {
  const ports = fleet.ports();
  let looks = 0;
  const look: Ports['kafka']['look'] = (observers, brokers) => {
    looks += 1;
    if (isBehind(looks)) fleet.machines[2]?.fallBehind(fleet.now, 1);
    return ports.kafka.look(observers, brokers);
  };
  return { ...ports, kafka: { ...ports.kafka, look } };
}

test('a broker that is in sync and falls behind again, three times before the first stop, halts the run', async () => {
  const fleet = new FakeFleet(THREE);
  const report = await run(
    anOrder(),
    restless(fleet, (look) => look % 3 === 0),
  );
  expect(report.status).toBe('halted');
  expect(report.problems).toEqual([
    {
      where: 'partition orders-0',
      what: '1 under-replicated partition, such as orders-0 (in sync: 1, 2; missing: 3): the cluster was well and fell ill again 3 times',
      fix: 'Bring broker 3 back into sync, then run again: kafka-topics.sh --describe --topic orders shows its replicas.',
    },
  ]);
  expect(stopsOf(fleet)).toEqual([]);
  expect((await run(anOrder({ run: 'run-2' }), fleet.ports())).status).toBe('completed');
  expect(fleet.violations).toEqual([]);
});

test('one that falls behind twice and then stays in sync does not', async () => {
  const fleet = new FakeFleet(THREE);
  const report = await run(
    anOrder(),
    restless(fleet, (look) => look === 3 || look === 6),
  );
  expect(report.status).toBe('completed');
});

test('a node that is announced three times and cannot be proved in time halts the run, which says what is slow', async () => {
  const fleet = new FakeFleet(THREE);
  fleet.latency = (label) => (label === 'kafka.look' ? 31_000 : 0);
  const report = await run(anOrder(), fleet.ports());
  expect(report).toMatchObject({
    status: 'halted',
    problems: [
      {
        where: 'broker-2',
        what: 'its stop was announced 3 times and never made: announcing it took 0.0s and looking once more 31s, and the proof is good for 30s',
        fix: 'Mend that, then run again. Where looks take too long, run nearer to the brokers, and see which of them answers late.',
      },
    ],
  });
  expect(stopsOf(fleet)).toEqual([]);
  expect(fleet.records.filter(({ state }) => state === 'stopping')).toHaveLength(3);
  fleet.latency = () => 0;
  expect((await run(anOrder({ run: 'run-2' }), fleet.ports())).status).toBe('completed');
});

test('after a drop the cluster has to be well anew, as often as before any stop', async () => {
  const fleet = new FakeFleet(THREE);
  const have = (wanted: LedgerRecord['state']): number =>
    fleet.records.filter(({ state }) => state === wanted).length;
  let looks = 0;
  const isDropping = (): boolean => have('stopping') === 1 && have('not-stopped') === 0;
  fleet.latency = (label) => (label === 'kafka.look' && isDropping() ? 31_000 : 0);
  const ports = fleet.ports();
  const look: Ports['kafka']['look'] = (observers, brokers) => {
    if (have('stopping') === 1 && have('not-stopped') === 1) looks += 1;
    return ports.kafka.look(observers, brokers);
  };
  const report = await run(anOrder(), { ...ports, kafka: { ...ports.kafka, look } });
  expect(report.status).toBe('completed');
  expect(looks).toBe(3);
});
