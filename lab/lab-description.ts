import type { NodeIdentity, NodeShape } from './cluster-shape.ts';
import type { SecuredAccess } from './secured-access.ts';

/** What a running lab tells about itself; kept as `lab.json` in its folder. */
export interface LabDescription {
  readonly dir: string;
  readonly supervisorPid: number;
  /** Where its supervisor listens, and the secret that it wants to be given. */
  readonly control: { readonly url: string; readonly token: string };
  readonly clusterName: string;
  readonly kafkaVersion: string;
  /** The plaintext listeners, where everybody may do everything. */
  readonly bootstrapBrokers: readonly string[];
  /** Absent where there is no other listener. */
  readonly secured?: SecuredAccess;
  /** `host:port,...`; absent where there is no ZooKeeper. */
  readonly zookeeperConnect?: string;
  /** Brokers first, each kind in the order of its ids. */
  readonly nodes: readonly LabNode[];
  /** The variables that point an action to this lab. */
  readonly env: Readonly<Record<string, string>>;
  /** The role that the local token issuer's tokens may assume. */
  readonly roleArn: string;
  readonly startupReport: StartupReport;
}

export interface LabNode {
  /** `broker-1` (a combined KRaft node too), `controller-3001`, `zookeeper-1`. */
  readonly identity: NodeIdentity;
  /** A ZooKeeper server can have the id of a broker. */
  readonly nodeId: number;
  readonly roles: NodeShape['roles'];
  readonly instanceId: string;
  /** The rack, which is the instance's availability zone too. */
  readonly rack: string;
  /** Where its broker, its controller or its ZooKeeper server listens. */
  readonly address: string;
}

/** What the start took. */
export interface StartupReport {
  readonly provisionMs: number;
  /** moto answers and its instances run. */
  readonly awsMs: number;
  /** Every ZooKeeper server serves, and every broker lists all brokers. */
  readonly kafkaMs: number;
  readonly totalMs: number;
  readonly residentMegabytes: {
    readonly nodes: readonly number[];
    readonly moto: number;
    readonly supervisor: number;
  };
}
