import { setTimeout as sleep } from 'node:timers/promises';
import type { Consent } from '../../actions/topic-sync/src/core/operation.ts';
import type { Result } from '../../actions/topic-sync/src/core/result.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { run } from '../../actions/topic-sync/src/run.ts';
import { topicSyncInputs } from '../builders/topic-sync-inputs.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';

/** A test waits for brokers, and not for clocks. */
const LONGEST_PAUSE_MS = 50;

interface Applied {
  readonly consents: readonly Consent[];
  /** How many times as fast its clock runs. */
  readonly pace?: number;
}

/** Applies a file to a cluster, which stays open; its pauses are short. */
export async function applyDocument(
  cluster: TopicCluster,
  document: string,
  { consents, pace = 1 }: Applied,
): Promise<Result> {
  const began = Date.now();
  const ports = fakeTopicPorts({ 'topics/x.yaml': document }, new FakeTopicCluster());
  const done = await run(topicSyncInputs({ command: 'apply', consents: new Set(consents) }), {
    ...ports,
    openCluster: () => Promise.resolve(keptOpen(cluster)),
    clock: {
      now: () => began + (Date.now() - began) * pace,
      sleep: (milliseconds) => sleep(Math.min(milliseconds, LONGEST_PAUSE_MS)),
    },
  });
  if (done.kind !== 'synced') throw new Error('it was linted only');
  return done.result;
}

/** The contract goes on with it after a run. */
const keptOpen = (cluster: TopicCluster): TopicCluster & AsyncDisposable =>
  new Proxy(cluster as TopicCluster & AsyncDisposable, {
    get(target, key) {
      if (key === Symbol.asyncDispose) return () => Promise.resolve();
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
