import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import { ownPartitions } from '../../actions/topic-sync/src/core/throttle.ts';
import { fillTopic } from '../chaos/fill-topic.ts';
import {
  approve,
  documentOf,
  inputsFor,
  movesReplicas,
  runIn,
  sorted,
  throttleByOthers,
} from './apply-process.ts';
import type { RealCluster } from './topic-subjects.ts';

/** Half of them in the partition that moves first, at 1 MB in a second: it is killed long before its end. */
const MEGABYTES = 8;

/**
 * A real apply is killed while its replicas move, slowly; the next one waits for them, moves the rest and leaves the
 * throttles of somebody else as they were.
 */
export async function expectResumed({ cluster, lab, create }: RealCluster): Promise<void> {
  const { name } = await create();
  await fillTopic(lab, name, MEGABYTES);
  await throttleByOthers(cluster, name);
  const before = await cluster.throttles('all');
  const workspace = await mkdtemp(path.join(tmpdir(), 'topics-'));
  try {
    await writeFile(path.join(workspace, 'topics.yaml'), documentOf(name));
    const inputs = { 'cluster-id': await cluster.clusterId(), ...inputsFor(lab) };
    const approved = { ...inputs, ...(await approve(workspace, inputs)) };
    const killed = runIn(workspace, approved);
    await movesReplicas(cluster, killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect((await cluster.replicas([])).running).toHaveLength(1);
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
