import { expect } from '@jest/globals';
import { ownPartitions } from '../../actions/topic-sync/src/core/throttle.ts';
import type { ObservedTopic, TopicName } from '../../actions/topic-sync/src/core/topic.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { eachKill } from '../builders/each-kill.ts';
import { Killed, wasKilled } from '../builders/killed-run.ts';
import { eventually } from '../lab/eventually.ts';
import { applyDocument } from './apply-document.ts';
import { sorted, throttleByOthers } from './apply-process.ts';
import type { RealCluster } from './topic-subjects.ts';

/** More than one batch. */
const NEW_TOPICS = 60;

/** What changes a cluster. */
const CHANGES = new Set<PropertyKey>(['execute', 'alterThrottles', 'reassign', 'electPreferred']);

/**
 * An apply that makes more than a batch of topics, sets a config, copies replicas and adds a partition is cut off after
 * its first change of the cluster, after its second one, and so on: each time the next apply ends it, with the throttles of
 * somebody else as they were.
 */
export async function expectEnded({ cluster, create }: RealCluster): Promise<void> {
  const heard = everybodyHears(cluster, await create());
  const kills = await eachKill(async (call) => {
    const { name: old } = await create();
    const document = documentOf(old);
    await throttleByOthers(cluster, old);
    const before = sorted(await cluster.throttles([old]));
    const isKilled = await wasKilled(applyDocument(killedAfter(cluster, call), document, ['reassign']));
    await heard(call);
    const { status, because, outcomes } = await applyDocument(cluster, document, ['reassign']);
    const missed = outcomes.filter(({ kind }) => kind !== 'done').map((each) => each.because);
    const ended = { call, isWhole: ['applied', 'in-sync'].includes(status), because, missed };
    expect(ended).toEqual({ call, isWhole: true, because, missed: [] });
    expect(sorted(await cluster.throttles([old]))).toEqual(before);
    expect(ownPartitions((await cluster.throttles('all')).topics)).toEqual([]);
    expect((await applyDocument(cluster, document, [])).because).toBe('there was nothing to do');
    return isKilled;
  });
  // Two batches of topics, a config, throttles on, moves, throttles off, a partition.
  expect(kills).toBeGreaterThanOrEqual(7);
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

/** The cluster for a process that is killed when its change of this number is made, before it hears of it. */
function killedAfter(cluster: TopicCluster, call: number): TopicCluster {
  let calls = 0;
  return new Proxy(cluster, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      if (!CHANGES.has(key)) return member.bind(target) as unknown;
      return async (...given: unknown[]) => {
        const answer: unknown = await Reflect.apply(member, target, given);
        calls += 1;
        if (calls === call) throw new Killed();
        return answer;
      };
    },
  });
}
