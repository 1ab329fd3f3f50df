import { afterAll, beforeAll, describe } from '@jest/globals';
import { clusterContract } from './cluster-contract.ts';
import { ClusterUnderTest } from './cluster-under-test.ts';
import { configContract } from './config-contract.ts';
import { connectionContract } from './connection-contract.ts';
import { failureContract } from './failure-contract.ts';
import { fencedLogContract } from './fenced-log-contract.ts';
import { logContract } from './log-contract.ts';
import { topicContract } from './topic-contract.ts';

/** What must be true of every API and route on a real cluster of this version; the last part kills a broker. */
const PARTS = {
  'the cluster': clusterContract,
  topics: topicContract,
  configurations: configContract,
  'a topic as a log': logContract,
  'a log of one writer': fencedLogContract,
  connections: connectionContract,
  failures: failureContract,
};

export function protocolContract(kafkaVersion: string): void {
  let cluster: ClusterUnderTest;
  beforeAll(async () => {
    cluster = await ClusterUnderTest.start(kafkaVersion);
  }, 180_000);
  afterAll(() => cluster[Symbol.asyncDispose](), 30_000);
  describe.each(Object.entries(PARTS))('%s', (_part, contract) => {
    contract(() => cluster);
  });
}
