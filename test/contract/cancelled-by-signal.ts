import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ReplicaTopic } from '../../actions/topic-sync/src/core/replica-view.ts';
import type { TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { fillTopic } from '../chaos/fill-topic.ts';
import { documentOf, inputsFor, movesReplicas, runIn, sorted, throttleByOthers } from './apply-process.ts';
import type { RealCluster } from './topic-subjects.ts';

/** Half of them in the partition that moves first, at 1 MB in a second: it is cancelled long before its end. */
const MEGABYTES = 16;
/** GitHub sends SIGINT, SIGTERM after 7.5 s, and kills 2.5 s after that. */
const KILLED_AFTER_MS = 10_000;

/** A real apply is cancelled while its replicas move: it takes them and its throttles back before it would be killed. */
export async function expectTakenBack({ cluster, lab, create }: RealCluster): Promise<void> {
  const { name } = await create();
  await fillTopic(lab, name, MEGABYTES);
  await throttleByOthers(cluster, name);
  const before = { throttles: await cluster.throttles('all'), topic: await placesOf(cluster, name) };
  const workspace = await mkdtemp(path.join(tmpdir(), 'topics-'));
  try {
    await writeFile(path.join(workspace, 'topics.yaml'), documentOf(name));
    const inputs = { 'cluster-id': await cluster.clusterId(), ...inputsFor(lab) };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const applying = runIn(workspace, inputs);
      await movesReplicas(cluster, applying);
      applying.child.kill(signal);
      const killed = new AbortController();
      const outcome = await Promise.race([
        applying.ended,
        sleep(KILLED_AFTER_MS, 'killed' as const, { signal: killed.signal }),
      ]);
      killed.abort();
      expect({ signal, outcome, log: applying.log() }).toMatchObject({ outcome: 1 });
      expect(applying.log()).toContain('the job was cancelled');
      expect((await cluster.replicas([])).running).toEqual([]);
      expect(sorted(await cluster.throttles('all'))).toEqual(sorted(before.throttles));
      expect(await placesOf(cluster, name)).toEqual(before.topic);
    }
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function placesOf(cluster: TopicCluster, name: TopicName): Promise<ReplicaTopic | undefined> {
  return (await cluster.replicas([name])).topics.get(name);
}
