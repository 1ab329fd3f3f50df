import { createHash } from 'node:crypto';
import { cwd, env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsSession } from '../../../lib/adapters/aws-session.ts';
import { watchCancellation } from '../../../lib/adapters/cancellation.ts';
import { environmentNames, readEnvironment } from '../../../lib/adapters/environment-file.ts';
import { githubEvent } from '../../../lib/adapters/github-run.ts';
import { githubThreads } from '../../../lib/adapters/github-threads.ts';
import { ancestryOf } from '../../../lib/adapters/git-ancestry.ts';
import { readYamlAtCommit } from '../../../lib/adapters/git-files.ts';
import { KafkaConnection } from '../../../lib/adapters/kafka/connection.ts';
import { mskIamToken } from '../../../lib/adapters/msk-iam-token.ts';
import { newFiles } from '../../../lib/adapters/new-files.ts';
import { callerAccount } from '../../../lib/adapters/sts.ts';
import { reportFolder } from '../../../lib/adapters/report-folder.ts';
import { readTextFile } from '../../../lib/adapters/text-file.ts';
import { readYamlFiles } from '../../../lib/adapters/yaml-file.ts';
import { ProblemsFound } from '../../../lib/core/problem.ts';
import { guardAccount } from '../../../lib/guard-account.ts';
import { runAction } from '../../../lib/run-action.ts';
import { kafkaTopicCluster } from './kafka-topic-cluster.ts';
import { topicSync } from './topic-sync.ts';

const clock = { now: () => Date.now(), sleep: (milliseconds: number) => sleep(milliseconds) };
const workspace = env['GITHUB_WORKSPACE'] ?? cwd();

await runAction((runner) =>
  topicSync(runner, {
    readYaml: (patterns) => readYamlFiles(workspace, patterns),
    readYamlAt: (ref, patterns) => readYamlAtCommit(workspace, ref, patterns),
    ancestryOf: (ref) => ancestryOf(workspace, ref),
    readText: (file) => readTextFile(workspace, file),
    openCluster: async (kafka, aws) => {
      const noToken = aws?.role === undefined ? undefined : runner.tokenProblem();
      if (noToken !== undefined) throw new ProblemsFound([noToken]);
      const settings = aws === null ? undefined : awsSession(aws, runner).settings;
      if (settings !== undefined) await guardAccount(aws?.account, () => callerAccount(settings));
      const login = settings === undefined ? {} : { token: mskIamToken(settings) };
      return kafkaTopicCluster(await KafkaConnection.reach({ clientId: 'topic-sync', ...kafka, ...login }));
    },
    fallback: { 'aws-region': env['AWS_REGION'] },
    clock,
    github: { event: githubEvent(), open: (token) => githubThreads(token, clock) },
    watchCancellation,
    say: (line) => {
      runner.info(line);
    },
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    saveFile: reportFolder('topic-sync'),
    writeNew: newFiles(workspace),
    readEnvironment: (name) => readEnvironment(name, workspace),
    environments: () => environmentNames(workspace),
  }),
);
