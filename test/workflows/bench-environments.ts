import { ACCOUNT, REGION } from '../../lab/aws/account.ts';
import type { Lab } from '../../lab/lab.ts';

/** In their order; all three are the one cluster of the lab, and each has the topics that end in its name. */
export const NAMES = ['dev', 'staging', 'prod'] as const;

/** The environment files, and a topic for each environment. */
export function environmentFiles(lab: Lab, clusterId: string): Record<string, string> {
  const files = NAMES.flatMap((name, index) => [
    [`environments/${name}.yaml`, environment(lab, clusterId, { name, order: index + 1 })],
    [`topics/${name}/posts.yaml`, topicFile(`posts-${name}`, 3)],
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

const others = (name: string): string[] => [
  '_*',
  ...NAMES.filter((each) => each !== name).map((each) => `*-${each}`),
];

const environment = (
  lab: Lab,
  clusterId: string,
  { name, order }: { readonly name: string; readonly order: number },
): string => `apiVersion: kafka-fleet/v1
kind: Environment
metadata: { name: ${name} }
spec:
  mode: integration
  order: ${String(order)}
  aws:
    account: '${ACCOUNT}'
    region: ${REGION}
    roles:
      build: ${lab.roleArn}
      reboot: ${lab.roleArn}
      topicsPlan: ${lab.roleArn}
      topicsApply: ${lab.roleArn}
  kafka:
    cluster: ${lab.clusterName}
    clusterId: ${clusterId}
    bootstrapBrokers: [${lab.bootstrapBrokers.map((broker) => `'${broker}'`).join(', ')}]
  reboot: { pollInterval: 300ms }
  topics:
    files: [topics/${name}/*.yaml]
    ignore: [${others(name)
      .map((pattern) => `'${pattern}'`)
      .join(', ')}]
  deploy: { images: [producer, consumer] }
  features: { rebootCron: true, parallelReboot: false }
`;

/** A document that declares a topic. */
export const topicFile = (name: string, partitions: number): string => `apiVersion: kafka-fleet/v1
kind: Topic
metadata: { name: ${name}, owner: bench, description: A topic of the bench }
spec:
  partitions: ${String(partitions)}
  replicationFactor: 3
  ordering: none
  config: { min.insync.replicas: 2 }
`;
