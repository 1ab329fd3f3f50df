import { expect, test } from '@jest/globals';
import { describeCluster } from '../../../lib/adapters/kafka/describe-cluster.ts';
import { describeQuorum } from '../../../lib/adapters/kafka/describe-quorum.ts';
import { metadata } from '../../../lib/adapters/kafka/metadata.ts';
import type { ClusterUnderTest } from './cluster-under-test.ts';

export function clusterContract(given: () => ClusterUnderTest): void {
  test('metadata, the description and the quorum agree on who is there', () => allAgree(given()));
  test('every broker is asked itself', () => eachAnswersItself(given()));
}

async function allAgree(cluster: ClusterUnderTest): Promise<void> {
  const { lab, connection } = cluster;
  const ids = lab.nodes.map(({ nodeId }) => nodeId);
  const racks = lab.nodes.map(({ rack }) => rack);
  const seen = await connection.send(metadata, { topics: null }, 'any');
  expect(seen.brokers.map(({ id }) => id).sort()).toEqual(ids);
  expect(seen.brokers.map(({ rack }) => rack).sort()).toEqual(racks);
  const described = await connection.send(describeCluster, {}, 'any');
  expect(described).toMatchObject({ errorCode: 0, errorMessage: null, clusterId: seen.clusterId });
  expect(described.brokers.map(({ id, fenced }) => ({ id, fenced }))).toEqual(
    ids.map((id) => ({ id, fenced: false })),
  );
  const quorum = await connection.send(describeQuorum, {}, 'any');
  expect(quorum).toMatchObject({ errorCode: 0, errorMessage: null, observers: [] });
  expect(quorum.voters.map(({ id }) => id).sort()).toEqual(ids);
  expect(ids).toContain(quorum.leaderId);
  expect(quorum.highWatermark).toBeGreaterThan(0n);
  expect(
    Math.abs(Date.now() - Math.max(...quorum.voters.map((voter) => voter.lastFetchTimestamp))),
  ).toBeLessThan(60_000);
}

async function eachAnswersItself(cluster: ClusterUnderTest): Promise<void> {
  const { lab, connection } = cluster;
  for (const { nodeId } of lab.nodes) {
    const seen = await connection.withLink(nodeId, (link) => Promise.resolve(link.address));
    expect(seen).toBe(lab.bootstrapBrokers[nodeId - 1]);
  }
}
