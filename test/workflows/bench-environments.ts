import { ACCOUNT, REGION } from '../../lab/aws/account.ts';
import type { Lab } from '../../lab/lab.ts';
import { IMAGES, repositoryOf } from './bench-repositories.ts';

/** In their order. */
export const NAMES = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof NAMES)[number];

export interface BenchCluster {
  readonly lab: Lab;
  readonly clusterId: string;
}

/** The environment files, and a topic for each environment. */
export function environmentFiles(
  clusters: Readonly<Record<EnvironmentName, BenchCluster>>,
): Record<string, string> {
  const files = NAMES.flatMap((name, index) => [
    [`environments/${name}.yaml`, environment(name, index + 1, clusters[name])],
    [`topics/${name}/posts.yaml`, topicFile(`posts-${name}`, 3)],
    [`topics/${name}/verify.yaml`, topicFile(`verify-${name}`, 1)],
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

const environment = (name: string, order: number, { lab, clusterId }: BenchCluster): string =>
  `apiVersion: kafka-fleet/v1
kind: Environment
metadata: { name: ${name} }
spec:
  mode: integration
  order: ${String(order)}
  aws:
    account: '${ACCOUNT}'
    region: ${REGION}
${name === 'dev' ? `    roles: { reboot: ${lab.roleArn} }` : ''}
  kafka:
    cluster: ${lab.clusterName}
    clusterId: ${clusterId}
    bootstrapBrokers: [${lab.bootstrapBrokers.map((broker) => `'${broker}'`).join(', ')}]
  reboot: { pollInterval: 300ms, timeBudget: ${BUDGET} }
  topics:
    files: [topics/${name}/*.yaml]
    ignore: ['_*']
    verifyTopic: verify-${name}
  deploy: { images: [${IMAGES.join(', ')}]${name === 'dev' ? `, repositories: [${IMAGES.map(repositoryOf).join(', ')}]` : ''} }
  features: { rebootCron: true, parallelReboot: false }
`;

/**
 * It holds the restart of one broker and never that of two: a restart begins while half of it is left. A run is ready for
 * the first in 4 s, or in 13 s where the machine is slow, and a stop alone takes 12 s.
 */
const BUDGET = '28s';

/** A document that declares a topic: three replicas in dev, one where there is one broker. */
export const topicFile = (name: string, partitions: number): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name}, owner: bench, description: A topic of the bench }
spec:
  partitions: ${String(partitions)}
  replicationFactor: ${name.endsWith('-dev') ? '3' : '1'}
  ordering: none
  config: { min.insync.replicas: ${name.endsWith('-dev') ? '2' : '1'} }
`;
