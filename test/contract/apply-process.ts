import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { ThrottleView } from '../../actions/topic-sync/src/core/replica-view.ts';
import type { TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import type { Lab } from '../../lab/lab.ts';
import { eventually } from '../lab/eventually.ts';

const MAIN = path.join(import.meta.dirname, 'hasty-topic-sync.ts');

/** Somebody else throttles a broker and a replica that is not there. */
export async function throttleByOthers(cluster: TopicCluster, name: TopicName): Promise<void> {
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

export const documentOf = (name: string): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name} }
spec: { partitions: 2, replicationFactor: 3, config: { flush.ms: 1s } }
`;

export const inputsFor = (lab: Lab): Readonly<Record<string, string>> => ({
  command: 'apply',
  files: 'topics.yaml',
  allow: 'reassign',
  throttle: '1MB',
  'max-moving-partitions': '1',
  'bootstrap-brokers': lab.bootstrapBrokers.join(','),
});

/** What the job that plans hands to the one that applies. */
export async function approve(
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

interface ApplyProcess {
  readonly child: ChildProcess;
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly log: () => string;
}

/** The action as a process that can be killed, or that kills itself after a change of the cluster. */
export function runIn(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  killedAfter?: number,
): ApplyProcess {
  const given = Object.entries(inputs).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  const child = spawn(process.execPath, [MAIN], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'],
      RUNNER_TEMP: workspace,
      // The next run need not read the same sources again.
      NODE_COMPILE_CACHE: path.join(workspace, 'compiled'),
      ...Object.fromEntries(given),
      ...(killedAfter === undefined ? {} : { KILLED_AFTER_CHANGE: String(killedAfter) }),
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, log: () => log };
}

/** Waits until an apply moves replicas; one that ends before is told with all that it said. */
export async function movesReplicas(cluster: TopicCluster, { ended, log }: ApplyProcess): Promise<void> {
  const over = ended.then((code) => {
    throw new Error(`it moved nothing and ended with ${String(code)}:\n${log()}`);
  });
  const moving = eventually('replicas move', async () => (await cluster.replicas([])).running.length > 0);
  over.catch(() => undefined);
  await Promise.race([moving, over]);
}

/** In an order of its own, to be compared. */
export const sorted = ({ brokers, topics }: ThrottleView): object => ({
  brokers: brokers.toSorted((a, b) => a.broker - b.broker),
  topics: topics.toSorted((a, b) => (a.topic < b.topic ? -1 : 1)),
});
