import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import { ownPartitions } from '../../actions/topic-sync/src/core/throttle.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { eachKill } from '../builders/each-kill.ts';
import { eventually } from '../lab/eventually.ts';
import { applyDocument } from './apply-document.ts';
import { inputsFor, runIn, sorted, throttleByOthers } from './apply-process.ts';
import type { RealCluster } from './topic-subjects.ts';

/** Before the next apply is made, all brokers have heard what the killed one did: 10 s for those that lag are not needed. */
const PACE = 5;

/** More than one batch. */
const NEW_TOPICS = 60;

/**
 * An apply that makes more than a batch of topics, sets a config, copies replicas and adds a partition is killed, as a
 * process, after its first change of the cluster, after its second one, and so on: each time the next apply ends it, with
 * the throttles of somebody else as they were.
 */
export async function expectEnded({ cluster, lab, create }: RealCluster): Promise<void> {
  const heard = everybodyHears(cluster, await create());
  const inputs = { 'cluster-id': await cluster.clusterId(), ...inputsFor(lab) };
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'topics-'));
  const approach = { workspace: folder.path, inputs };
  const kills = await eachKill(async (call) => {
    const { name: old } = await create();
    const document = documentOf(old);
    await throttleByOthers(cluster, old);
    const before = sorted(await cluster.throttles([old]));
    const isKilled = await dies(approach, document, call);
    await heard(call);
    const { status, because, outcomes } = await applyDocument(cluster, document, {
      consents: ['reassign'],
      pace: PACE,
    });
    const missed = outcomes.filter(({ kind }) => kind !== 'done').map((each) => each.because);
    const ended = { call, isWhole: ['applied', 'in-sync'].includes(status), because, missed };
    expect(ended).toEqual({ call, isWhole: true, because, missed: [] });
    expect(sorted(await cluster.throttles([old]))).toEqual(before);
    expect(ownPartitions((await cluster.throttles('all')).topics)).toEqual([]);
    expect((await applyDocument(cluster, document, { consents: [] })).because).toBe(
      'there was nothing to do',
    );
    return isKilled;
  });
  // Two batches of topics, a config, throttles on, moves, throttles off, a partition.
  expect(kills).toBeGreaterThanOrEqual(7);
}

interface Approach {
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Applies a file in a process that kills itself after its change of this number; false when it makes fewer. */
async function dies(
  { workspace, inputs }: Approach,
  document: string,
  killedAfter: number,
): Promise<boolean> {
  await writeFile(path.join(workspace, 'topics.yaml'), document);
  const apply = runIn(workspace, inputs, killedAfter);
  const code = await apply.ended;
  // A process that was killed has no code.
  if (code !== null) expect({ code, log: apply.log() }).toMatchObject({ code: 0 });
  return code === null;
}

/**
 * Nobody starts a run in the moment in which another one is killed, while some brokers have not yet heard what it did.
 * They hear of all changes in one order, so those that know of a later one know of its as well.
 */
function everybodyHears(
  cluster: TopicCluster,
  { name: topic, id: topicId }: ObservedTopic,
): (count: number) => Promise<void> {
  return async (count) => {
    const after = String(count);
    const change = { kind: 'set-config', topic, topicId, name: 'flush.ms', before: null, after } as const;
    const changes = [{ ...change, sensitive: false }];
    expect(await cluster.execute([{ kind: 'alter-config', topic, topicId, changes }])).toEqual([
      { kind: 'accepted' },
    ]);
    await eventually('all brokers hear of a change', async () => {
      const seen = (await cluster.observeEverywhere([topic])).get(topic);
      return seen?.kind === 'present' && seen.topic.config.get('flush.ms')?.override === after;
    });
  };
}

function documentOf(old: TopicName): string {
  const created = Array.from({ length: NEW_TOPICS }, (_, index) =>
    topicOf(`${old}-${String(index)}`, 'partitions: 1, replicationFactor: 1'),
  );
  const changed = 'partitions: 3, replicationFactor: 3, ordering: none, config: { flush.ms: 1s }';
  return [topicOf(old, changed), ...created].join('---\n');
}

const topicOf = (name: string, spec: string): string =>
  `apiVersion: kafka-fleet/v1\nkind: Topic\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;
