import type { Consent } from '../../../actions/topic-sync/src/core/operation.ts';
import type { MskCluster } from '../../../actions/topic-sync/src/core/permissions/iam-policy.ts';
import type { Purpose } from './purpose.ts';

/** What an environment file says that the policies of its roles are made of. */
export interface PolicySettings {
  /** The environment, as GitHub knows it too. */
  readonly name: string;
  /** `aws`, or `aws-cn` in China. */
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** ARNs. */
  readonly roles: ReadonlyMap<Purpose, string>;
  readonly github: GitHubSettings;
  readonly kubernetes: ServiceAccount | undefined;
  /** The value of the tag `kafka-cluster` of its instances. */
  readonly cluster: string;
  readonly registry: RegistrySettings;
  readonly topics: TopicSettings;
}

export interface GitHubSettings {
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  /** The branch that deploys. */
  readonly ref: string;
  /** `owner/name@ref` of the workflows; undefined when they are the repository's own. */
  readonly workflows: string | undefined;
}

/** Who a pod is. */
export interface ServiceAccount {
  /** Of the cluster's tokens, without https://. */
  readonly issuer: string;
  readonly namespace: string;
  readonly name: string;
}

export interface RegistrySettings {
  /** Names of repositories of Amazon ECR. */
  readonly repositories: readonly string[];
  /** Those that images are built from. */
  readonly bases: readonly string[];
  /** Where images are promoted from. */
  readonly from: { readonly account: string; readonly region: string };
}

export interface TopicSettings {
  /** Undefined: the cluster is none of Amazon MSK, and its rights are ACLs of Kafka. */
  readonly cluster: MskCluster | undefined;
  /** Patterns of topic names; empty for all. */
  readonly include: readonly string[];
  /** What topic-sync may do there. */
  readonly consents: ReadonlySet<Consent>;
  readonly stateTopic: string;
  /** Where a deploy writes a record to and reads it back from; empty where it does not. */
  readonly verifyTopic: string;
}
