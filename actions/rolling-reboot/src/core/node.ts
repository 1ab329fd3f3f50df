declare const brand: unique symbol;
type Branded<T, Name> = T & { readonly [brand]: Name };

export type BrokerId = Branded<number, 'BrokerId'>;
export type InstanceId = Branded<string, 'InstanceId'>;
/**
 * How a node is written in inputs, ledger and outputs: `broker-1`, `controller-3001`, `zookeeper-1`; a combined node is a
 * broker. It is the only identity of a node: ids repeat.
 */
export type NodeName = Branded<string, 'NodeName'>;

export const brokerId = (id: number): BrokerId => id as BrokerId;
export const instanceId = (id: string): InstanceId => id as InstanceId;
export const nodeName = (name: string): NodeName => name as NodeName;

export type InstanceState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';

/** An EC2 instance as DescribeInstances showed it. Times are milliseconds since the epoch. */
export interface Instance {
  readonly id: InstanceId;
  readonly state: InstanceState;
  /** EC2 changes it at every start, but not at a reboot: the proof that this instance was stopped and started. */
  readonly launchTime: number;
  readonly zone: string;
  readonly spot: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Its private addresses and their DNS names. */
  readonly addresses: readonly string[];
  /** Why the last state change happened, in EC2's words; empty when EC2 says nothing. */
  readonly stateReason: string;
}

/** A member of the Kafka cluster, or of its ZooKeeper ensemble, and the instance it runs on. */
export interface KafkaNode {
  readonly name: NodeName;
  /** Its node.id or its myid, which are spaces of their own: see `Down`. */
  readonly id: number;
  /** Serves partitions; a combined node of KRaft is a broker and a controller. */
  readonly broker: boolean;
  readonly controller: boolean;
  /** A ZooKeeper server, which is neither of the other two. */
  readonly zookeeper: boolean;
  readonly instance: InstanceId;
  /** The availability zone: a hint for the order, never a proof of anything. */
  readonly zone: string;
  /** The operator wants it down: it is never started and counts as down. */
  readonly parked: boolean;
}
