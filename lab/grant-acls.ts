import {
  type Admin,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
} from 'kafkajs';
import { calmKafka } from './calm-kafka.ts';
import { USERS } from './kafka/users.ts';
import type { LabDescription } from './lab-description.ts';

const RESOURCES = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  cluster: AclResourceTypes.CLUSTER,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
} as const;

const PATTERNS = {
  literal: ResourcePatternTypes.LITERAL,
  prefixed: ResourcePatternTypes.PREFIXED,
} as const;

/** What the user `limited` may do from now on. */
export interface Grant {
  readonly resource: keyof typeof RESOURCES;
  /** `*` for all; the cluster is `kafka-cluster`. */
  readonly name: string;
  /** `prefixed`: whatever begins with the name; this one name when it is left out. */
  readonly pattern?: keyof typeof PATTERNS;
  readonly operations: readonly (keyof typeof AclOperationTypes)[];
}

/** Adds ACLs for the user `limited`. A broker knows them a moment later: wait for the outcome, not for a time. */
export async function grantAcls(lab: LabDescription, grants: readonly Grant[]): Promise<void> {
  await withAdmin(lab, (admin) => admin.createAcls({ acl: grants.flatMap(entriesOf) }));
}

/** Takes these back, and leaves the others. */
export async function takeBackAcls(lab: LabDescription, grants: readonly Grant[]): Promise<void> {
  await withAdmin(lab, (admin) => admin.deleteAcls({ filters: grants.flatMap(entriesOf) }));
}

/** Takes all of them back. */
export async function revokeAcls(lab: LabDescription): Promise<void> {
  const filter = {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal: PRINCIPAL,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  };
  await withAdmin(lab, (admin) => admin.deleteAcls({ filters: [filter] }));
}

const PRINCIPAL = `User:${USERS.limited.username}`;

const entriesOf = ({ resource, name, pattern = 'literal', operations }: Grant) =>
  operations.map((operation) => ({
    resourceType: RESOURCES[resource],
    resourceName: name,
    resourcePatternType: PATTERNS[pattern],
    principal: PRINCIPAL,
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));

async function withAdmin(
  { bootstrapBrokers }: LabDescription,
  work: (admin: Admin) => Promise<unknown>,
): Promise<void> {
  const admin = calmKafka(bootstrapBrokers, 'lab').admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}
