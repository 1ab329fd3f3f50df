import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askZooKeeper } from '../../lib/adapters/zookeeper/ask-zookeeper.ts';
import { parseHostPort } from '../../lib/core/host-port.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { startWitness } from '../../lab/witness.ts';
import { createTopic, stateRecords, underReplicated } from './lab-kafka.ts';
import { RebootBench, reportOf } from './reboot-bench.ts';

const MINUTES = 60_000;

let lab: Lab;
let temp: string;
let bench: RebootBench;

beforeAll(async () => {
  lab = await startLab({ mode: 'zookeeper' });
  temp = await mkdtemp(path.join(tmpdir(), 'e2e-'));
  bench = new RebootBench(lab, temp);
  await createTopic(lab, 'orders', 6);
}, 10 * MINUTES);

afterAll(async () => {
  await lab.close();
  await rm(temp, { recursive: true, force: true });
});

/** StopInstances and StartInstances in order, as `StopInstances zookeeper-2`: ids alone would name two nodes. */
async function moves(): Promise<string[]> {
  const nameOf = new Map(lab.nodes.map(({ instanceId, identity }) => [instanceId, identity]));
  return (await lab.awsCalls())
    .filter(({ action, dryRun }) => /^(Stop|Start)Instances$/.test(action) && !dryRun)
    .flatMap(({ action, instanceIds }) => instanceIds.map((id) => `${action} ${nameOf.get(id) ?? id}`));
}

/** The name of the ensemble's leader, as the servers say it. */
async function leader(): Promise<string | undefined> {
  const addresses = (lab.zookeeperConnect ?? '').split(',').flatMap((text) => parseHostPort(text) ?? []);
  const servers = (await askZooKeeper(addresses, 5_000)).flatMap(({ answer }) =>
    answer.kind === 'serves' ? [answer.server] : [],
  );
  const leading = servers.find(({ mode }) => mode === 'leader');
  return leading && `zookeeper-${String(leading.id)}`;
}

test(
  'every broker and every ZooKeeper server once, the leader of the ensemble last, and no record is lost',
  async () => {
    await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'orders' });
    let ledLast: Promise<string | undefined> | undefined;
    const outcome = await bench.run({
      onLine: (line) => {
        // Five are finished: whoever leads now is the one that is left.
        if (/ stop zookeeper-\d/.test(line)) ledLast = leader();
      },
    });
    expect(outcome.outputs['status']).toBe('completed');
    const report = await reportOf(outcome);
    const stops = report.certificates.map(({ node }) => node as string);
    expect(stops.toSorted()).toEqual(lab.nodes.map(({ identity }) => identity).toSorted());
    expect(stops.slice(0, 3).every((name) => name.startsWith('broker-'))).toBe(true);
    expect(stops.at(-1)).toBe(await ledLast);
    const voters = report.certificates.slice(3).map((certificate) => certificate.voters?.left);
    expect(voters).toEqual([2, 2, 2]);
    expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(await underReplicated(lab)).toBe(0);
    expect(outcome.summary).toContain('| zookeeper-1 | zookeeper |');
  },
  5 * MINUTES,
);

test(
  'killed while a ZooKeeper server stops: the next run starts it first and continues the cycle, and no record is lost',
  async () => {
    const before = (await moves()).length;
    const inputs = { nodes: 'zookeeper-1,zookeeper-2,zookeeper-3' };
    await using witness = await startWitness({ brokers: lab.bootstrapBrokers, topic: 'orders' });
    const first = await bench.start({
      inputs,
      onLine: (line) => {
        if (/waiting for zookeeper-\d to stop/.test(line)) first.child.kill('SIGKILL');
      },
    });
    expect((await first.finished).exitCode).toBe(137);
    const [stop, ...others] = (await moves()).slice(before);
    expect(others).toEqual([]);

    const again = await bench.run({ inputs });
    expect(again.outputs['status']).toBe('completed');
    const after = (await moves()).slice(before + 1);
    expect(after[0]).toBe(stop?.replace('Stop', 'Start'));
    const stopped = [stop, ...after].filter((move) => move?.startsWith('Stop'));
    expect(stopped.toSorted()).toEqual([1, 2, 3].map((id) => `StopInstances zookeeper-${String(id)}`));
    const records = await stateRecords(lab, '_rolling-reboot');
    const ours = records.filter(({ cycle }) => cycle === again.outputs['cycle-id']);
    expect(ours.map(({ state }) => state).filter((state) => state.startsWith('cycle-'))).toEqual([
      'cycle-opened',
      'cycle-closed',
    ]);
    expect(await witness.finish()).toMatchObject({ lost: 0, reordered: 0, refused: 0 });
    expect(await underReplicated(lab)).toBe(0);
  },
  5 * MINUTES,
);
