import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env, cwd } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { readYamlFiles } from '../../../lib/adapters/yaml-file.ts';
import { runAction } from '../../../lib/run-action.ts';
import { kafkaTopicCluster } from './kafka-topic-cluster.ts';
import { topicSync } from './topic-sync.ts';

const folder = path.join(env['RUNNER_TEMP'] ?? tmpdir(), 'topic-sync');

await runAction((runner) =>
  topicSync(runner, {
    readYaml: (patterns) => readYamlFiles(env['GITHUB_WORKSPACE'] ?? cwd(), patterns),
    openCluster: async (kafka) =>
      kafkaTopicCluster(await KafkaConnection.open({ clientId: 'topic-sync', ...kafka })),
    clock: { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) },
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    saveFile: async (name, text) => {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    },
  }),
);
