import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ThrottleView } from '../../actions/topic-sync/src/core/replica-view.ts';
import { ownPartitions } from '../../actions/topic-sync/src/core/throttle.ts';
import type { TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import type { Lab } from '../../lab/lab.ts';
import { fillTopic } from '../chaos/fill-topic.ts';
import { eventually } from '../lab/eventually.ts';

const MEGABYTES = 16;
const MAIN = path.resolve('actions/topic-sync/src/main.ts');

/**
 * A real apply is killed while its replicas move, slowly; the next one waits for them, moves the rest and leaves the
 * throttles of somebody else as they were.
 */
export async function expectResumed(
  { cluster, lab }: { readonly cluster: TopicCluster; readonly lab: Lab },
  name: TopicName,
): Promise<void> {
  await fillTopic(lab, name, MEGABYTES);
  await throttleByOthers(cluster, name);
  const before = await cluster.throttles('all');
  const workspace = await mkdtemp(path.join(tmpdir(), 'topics-'));
  try {
    await writeFile(path.join(workspace, 'topics.yaml'), documentOf(name));
    const inputs = { 'cluster-id': await cluster.clusterId(), ...inputsFor(lab) };
    const approved = { ...inputs, ...(await approve(workspace, inputs)) };
    const killed = runIn(workspace, approved);
    await eventually('replicas move', async () => (await cluster.replicas([])).running.length > 0);
    // 8 MB cross a loopback in no time: what still moves after 3 s is throttled.
    await sleep(3_000);
    expect((await cluster.replicas([])).running).toHaveLength(1);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(ownPartitions((await cluster.throttles('all')).topics)).toHaveLength(1);
    // It has set the config: what is left has another digest, and is approved all the same.
    const resumed = runIn(workspace, approved);
    expect({ code: await resumed.ended, log: resumed.log() }).toMatchObject({ code: 0 });
    expect(resumed.log()).toContain('An earlier apply was cut off');
    expect(resumed.log()).toContain('applied: ');
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
  const { topics } = await cluster.replicas([name]);
  expect(topics.get(name)?.partitions.map(({ replicas }) => replicas.length)).toEqual([3, 3]);
  expect(sorted(await cluster.throttles('all'))).toEqual(sorted(before));
}

async function throttleByOthers(cluster: TopicCluster, name: TopicName): Promise<void> {
  const operation = 'set' as const;
  const entries = { name: 'leader.replication.throttled.replicas', operation, value: '9:1' };
  const rate = { name: 'leader.replication.throttled.rate', operation, value: '900000000' };
  await cluster.alterThrottles([
    { type: 'topic', name, operations: [entries] },
    { type: 'broker', name: '1', operations: [rate] },
  ]);
  await eventually('the throttles of somebody else', async () => {
    const { topics, brokers } = await cluster.throttles([name]);
    return topics[0]?.leader === '9:1' && brokers.some(({ leader }) => leader === rate.value);
  });
}

const documentOf = (name: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 2, replicationFactor: 3, config: { flush.ms: 1s } }
`;

const inputsFor = (lab: Lab): Readonly<Record<string, string>> => ({
  command: 'apply',
  files: 'topics.yaml',
  allow: 'reassign',
  throttle: '1MB',
  'max-moving-partitions': '1',
  'bootstrap-brokers': lab.bootstrapBrokers.join(','),
});

/** What the job that plans hands to the one that applies. */
async function approve(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const planned = runIn(workspace, { ...inputs, command: 'plan' });
  expect({ code: await planned.ended, log: planned.log() }).toMatchObject({ code: 0 });
  const text = await readFile(path.join(workspace, 'topic-sync', 'plan.json'), 'utf8');
  // Each run writes a plan of its own there.
  await writeFile(path.join(workspace, 'approved.json'), text);
  const { digest } = JSON.parse(text) as { readonly digest: string };
  return { 'expect-digest': digest, 'approved-plan': 'approved.json' };
}

/** The action's own sources, as a process that can be killed. */
function runIn(workspace: string, inputs: Readonly<Record<string, string>>) {
  const given = Object.entries(inputs).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  const child = spawn(process.execPath, [MAIN], {
    cwd: workspace,
    env: { PATH: process.env['PATH'], RUNNER_TEMP: workspace, ...Object.fromEntries(given) },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, log: () => log };
}

const sorted = ({ brokers, topics }: ThrottleView): object => ({
  brokers: brokers.toSorted((a, b) => a.broker - b.broker),
  topics: topics.toSorted((a, b) => (a.topic < b.topic ? -1 : 1)),
});
