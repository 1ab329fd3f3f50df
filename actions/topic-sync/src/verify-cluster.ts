import type { TopicSyncInputs } from './core/inputs.ts';
import type { Ports } from './ports.ts';
import { refuseOtherCluster } from './refuse-other-cluster.ts';

/** What became of a look whether records come through. */
export interface Verified {
  readonly status: 'verified' | 'skipped';
  readonly because: string;
}

/** A record is written and read back; on no other cluster than the one that is meant. @throws WorldFailure */
export async function verifyCluster(inputs: TopicSyncInputs, ports: Ports): Promise<Verified> {
  const { verifyTopic: topic, kafka } = inputs;
  if (topic === '' || kafka === null) return NOT_ASKED;
  await using cluster = await ports.openCluster(kafka, inputs.aws);
  refuseOtherCluster(await cluster.clusterId(), inputs.clusterId);
  const from = ports.clock.now();
  const offset = await cluster.roundTrip(topic, `verified at ${new Date(from).toISOString()}`);
  const took = String(ports.clock.now() - from);
  return {
    status: 'verified',
    because: `a record was written to ${topic} and read back at offset ${String(offset)}, in ${took} ms`,
  };
}

const NOT_ASKED: Verified = {
  status: 'skipped',
  because: 'no verify-topic is given, so nothing is written to the cluster',
};
