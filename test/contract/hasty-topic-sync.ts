// topic-sync as a process of its own that can be killed and cancelled, on real brokers and real files. Its pauses are
// short, so that a test waits for brokers and not for clocks; what it takes a time for is real.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaTopicCluster } from '../../actions/topic-sync/src/kafka-topic-cluster.ts';
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

const LONGEST_PAUSE_MS = 300;
const folder = path.resolve('.');

await runAction((runner) =>
  topicSync(runner, {
    ...fakeTopicPorts({}, new FakeTopicCluster()),
    readYaml: (patterns) => readYamlFiles(folder, patterns),
    readText: (file) => readTextFile(folder, file),
    openCluster: async (kafka) =>
      kafkaTopicCluster(await KafkaConnection.reach({ clientId: 'hasty', ...kafka })),
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
