// topic-sync as a process of its own that can be killed and cancelled, on real brokers and real files. Its pauses are
// short, so that a test waits for brokers and not for clocks; what it takes a time for is real. With
// KILLED_AFTER_CHANGE it kills itself when its change of that number is made, before anything of it hears so.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaTopicCluster } from '../../actions/topic-sync/src/kafka-topic-cluster.ts';
import type { TopicCluster } from '../../actions/topic-sync/src/ports.ts';
import { topicSync } from '../../actions/topic-sync/src/topic-sync.ts';
import { watchCancellation } from '../../lib/adapters/cancellation.ts';
import { KafkaConnection } from '../../lib/adapters/kafka/connection.ts';
import { newFiles } from '../../lib/adapters/new-files.ts';
import { reportFolder } from '../../lib/adapters/report-folder.ts';
import { readTextFile } from '../../lib/adapters/text-file.ts';
import { readYamlFiles } from '../../lib/adapters/yaml-file.ts';
import { runAction } from '../../lib/run-action.ts';
import { FakeTopicCluster } from '../fakes/fake-topic-cluster.ts';
import { fakeTopicPorts } from '../fakes/fake-topic-ports.ts';

const LONGEST_PAUSE_MS = 100;
const folder = path.resolve('.');
const killedAfter = Number(process.env['KILLED_AFTER_CHANGE'] ?? Number.POSITIVE_INFINITY);

/** What changes a cluster. */
const CHANGES = new Set<PropertyKey>(['execute', 'alterThrottles', 'reassign', 'electPreferred']);

await runAction((runner) =>
  topicSync(runner, {
    ...fakeTopicPorts({}, new FakeTopicCluster()),
    readYaml: (patterns) => readYamlFiles(folder, patterns),
    readText: (file) => readTextFile(folder, file),
    openCluster: async (kafka) =>
      mortal(kafkaTopicCluster(await KafkaConnection.reach({ clientId: 'hasty', ...kafka }))),
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => sleep(Math.min(milliseconds, LONGEST_PAUSE_MS)),
    },
    watchCancellation,
    say: (line) => {
      runner.info(line);
    },
    saveFile: reportFolder('topic-sync'),
    writeNew: newFiles(folder),
  }),
);

function mortal<T extends TopicCluster>(cluster: T): T {
  let changes = 0;
  return new Proxy(cluster, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      // Node 24 refuses a bound function as what disposes of a proxy.
      const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given);
      if (!CHANGES.has(key)) return call;
      return async (...given: unknown[]) => {
        const answer = await call(...given);
        changes += 1;
        if (changes === killedAfter) process.kill(process.pid, 'SIGKILL');
        return answer;
      };
    },
  });
}
