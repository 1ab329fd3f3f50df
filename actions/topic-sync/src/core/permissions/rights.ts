/** What an ACL may be about, as this program uses it. */
export type Subject =
  'cluster' | 'group' | 'offsets-topic' | 'topic' | 'tombstoned' | 'state-topic' | 'verify-topic';

/** Kafka's names of operations. */
export type AclOperation =
  'Alter' | 'AlterConfigs' | 'Create' | 'Delete' | 'Describe' | 'DescribeConfigs' | 'Read' | 'Write';

/** Reassignments and deletions need rights only where they are consented to. */
type When = 'always' | 'moving' | 'deleting';

export interface Right {
  readonly role: 'plan' | 'apply';
  readonly on: Subject;
  readonly operation: AclOperation;
  readonly when: When;
  /** The requests that need it, by their names in Kafka's protocol. */
  readonly requests: readonly string[];
  readonly because: string;
}

const right = (
  [role, when]: readonly [Right['role'], When],
  [on, operation]: readonly [Subject, AclOperation],
  [because, ...requests]: readonly [string, ...string[]],
): Right => ({ role, when, on, operation, because, requests });

const SEE = 'to see it';
const THROUGH = 'to write a record and read it back';
const READ_CONFIGS = 'to read its overrides and defaults';

/**
 * What a run needs, and for which of its requests (https://kafka.apache.org/documentation/#operations_resources_and_protocols).
 * What is sent on real brokers with ACLs is held against it: each request must be here, and each line be needed.
 */
export const RIGHTS: readonly Right[] = [
  right(['plan', 'always'], ['topic', 'Describe'], [SEE, 'Metadata', 'ListOffsets', 'OffsetFetch']),
  right(['plan', 'always'], ['topic', 'DescribeConfigs'], [READ_CONFIGS, 'DescribeConfigs']),
  right(['plan', 'always'], ['tombstoned', 'Describe'], [SEE, 'Metadata', 'ListOffsets', 'OffsetFetch']),
  right(['plan', 'always'], ['tombstoned', 'DescribeConfigs'], [READ_CONFIGS, 'DescribeConfigs']),
  right(
    ['plan', 'always'],
    ['cluster', 'Describe'],
    [
      'to see all groups, reassignments and disks',
      ...['DescribeCluster', 'ListGroups', 'ListPartitionReassignments', 'DescribeLogDirs'],
    ],
  ),
  right(
    ['plan', 'always'],
    ['cluster', 'DescribeConfigs'],
    ['to read what topics inherit, and throttles', 'DescribeConfigs'],
  ),
  right(
    ['plan', 'always'],
    ['group', 'Describe'],
    [
      'to see who would lose records, or uses a topic that is to go',
      ...['DescribeGroups', 'ConsumerGroupDescribe', 'OffsetFetch', 'FindCoordinator'],
    ],
  ),
  right(
    ['plan', 'always'],
    ['offsets-topic', 'Describe'],
    ['to see that the brokers tell of all groups', 'Metadata'],
  ),
  right(
    ['plan', 'moving'],
    ['state-topic', 'Describe'],
    ['to see whether a rolling reboot runs', 'Metadata', 'ListOffsets'],
  ),
  right(['plan', 'moving'], ['state-topic', 'Read'], ['to see whether a rolling reboot runs', 'Fetch']),
  right(['apply', 'always'], ['topic', 'Create'], ['to create it', 'CreateTopics']),
  right(['apply', 'always'], ['topic', 'Alter'], ['to add partitions', 'CreatePartitions']),
  right(
    ['apply', 'always'],
    ['topic', 'AlterConfigs'],
    ['to set and unset overrides', 'IncrementalAlterConfigs'],
  ),
  right(['apply', 'deleting'], ['tombstoned', 'Delete'], ['its Tombstone and allow: delete', 'DeleteTopics']),
  right(
    ['apply', 'moving'],
    ['cluster', 'Alter'],
    ['to move replicas and elect their leaders', 'AlterPartitionReassignments', 'ElectLeaders'],
  ),
  right(['apply', 'always'], ['verify-topic', 'Describe'], [THROUGH, 'Metadata']),
  right(['apply', 'always'], ['verify-topic', 'Read'], [THROUGH, 'Fetch']),
  right(['apply', 'always'], ['verify-topic', 'Write'], [THROUGH, 'Produce']),
  right(['apply', 'moving'], ['cluster', 'AlterConfigs'], ['to throttle moves', 'IncrementalAlterConfigs']),
];
