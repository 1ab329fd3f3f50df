/** Kafka's numbers of the operations that ACLs are about. https://kafka.apache.org/protocol.html, AclOperation. */
const NUMBERS = {
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  DescribeConfigs: 10,
  AlterConfigs: 11,
} as const;

export type AclOperation = keyof typeof NUMBERS;

/** Whether a bit field of "authorized operations" names it; one that was not asked for names none. */
export const isAuthorized = (operations: number, operation: AclOperation): boolean =>
  operations !== NOT_ASKED && (operations & (1 << NUMBERS[operation])) !== 0;

const NOT_ASKED = -2_147_483_648;
