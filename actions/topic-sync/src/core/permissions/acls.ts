import type { Consent } from '../operation.ts';
import { type AclOperation, type Right, RIGHTS, type Subject } from './rights.ts';

/** The operations that a principal needs on one resource. */
export interface Acl {
  readonly resource: 'cluster' | 'group' | 'topic';
  /** `kafka-cluster` for the cluster, `*` for all groups. */
  readonly name: string;
  readonly pattern: 'literal' | 'prefixed';
  readonly operations: readonly AclOperation[];
  readonly because: readonly string[];
}

/** What a role is to work on. */
export interface Work {
  readonly topics: readonly string[];
  readonly tombstoned: readonly string[];
  /** Patterns of topic names; one such as `orders.*` is a prefix. */
  readonly include: readonly string[];
  readonly consents: ReadonlySet<Consent>;
  /** Where a rolling reboot records what it does; empty where there is none. */
  readonly stateTopic: string;
  /** Where a record is written to and read back from; empty where there is none. */
  readonly verifyTopic: string;
}

/** The least ACLs of a role: a plan only reads, an apply reads and changes. */
export function aclsFor(role: Right['role'], work: Work): Acl[] {
  const rights = RIGHTS.filter(
    (right) => (right.role === role || right.role === 'plan') && isNeeded(right, work),
  );
  const byResource = new Map<string, Acl>();
  for (const right of rights) {
    for (const resource of resourcesOf(right.on, work)) {
      const key = JSON.stringify(resource);
      byResource.set(
        key,
        withRight(byResource.get(key) ?? { ...resource, operations: [], because: [] }, right),
      );
    }
  }
  return [...byResource.values()];
}

function isNeeded({ when }: Right, { consents }: Work): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'moving':
      return consents.has('reassign') || consents.has('replication-decrease');
    case 'deleting':
      return consents.has('delete');
  }
}

const withRight = (acl: Acl, { operation, because }: Right): Acl => ({
  ...acl,
  operations: [...new Set([...acl.operations, operation])].sort(),
  because: [...new Set([...acl.because, because])],
});

type Resource = Pick<Acl, 'resource' | 'name' | 'pattern'>;

function resourcesOf(
  on: Subject,
  { topics, tombstoned, include, stateTopic, verifyTopic }: Work,
): Resource[] {
  switch (on) {
    case 'cluster':
      return [{ resource: 'cluster', name: 'kafka-cluster', pattern: 'literal' }];
    case 'group':
      return [{ resource: 'group', name: '*', pattern: 'literal' }];
    case 'offsets-topic':
      return [{ resource: 'topic', name: '__consumer_offsets', pattern: 'literal' }];
    case 'topic':
      return topics.map((name) => topicResource(name, include));
    case 'tombstoned':
      // Never by prefix: it is what may be deleted.
      return tombstoned.map((name) => ({ resource: 'topic', name, pattern: 'literal' }));
    case 'state-topic':
      return onlyTopic(stateTopic);
    case 'verify-topic':
      return onlyTopic(verifyTopic);
  }
}

const onlyTopic = (name: string): Resource[] =>
  name === '' ? [] : [{ resource: 'topic', name, pattern: 'literal' }];

/** The topic itself, or the prefix that was given for it and others. */
function topicResource(name: string, include: readonly string[]): Resource {
  const prefixes = include.filter((pattern) => /^[\w.-]+\*$/.test(pattern)).map((each) => each.slice(0, -1));
  const prefix = prefixes.find((each) => name.startsWith(each));
  return prefix === undefined
    ? { resource: 'topic', name, pattern: 'literal' }
    : { resource: 'topic', name: prefix, pattern: 'prefixed' };
}
