import type { Operation } from './operation.ts';
import type { Assignment } from './placement/spread-racks.ts';
import type { Policy } from './policy/policy.ts';
import type { RuleSettings } from './policy/rule-settings.ts';

/**
 * The text of an operation that its digest is made of: the same operation on the same cluster, topic and before-values
 * gives the same text, and nothing else (files, places, times, other topics) is in it.
 */
export const canonicalOperation = (clusterId: string, operation: Operation): string =>
  canonicalJson({ clusterId, operation: lasting(operation) });

/** The text of the policies that judge an environment, in whatever order and place they stand. */
export function canonicalPolicies(policies: readonly Policy[], environment: string): string {
  const inForce = policies.filter(
    ({ environments }) => environments.length === 0 || environments.includes(environment),
  );
  return inForce
    .map(({ match, rules, waivers }) =>
      canonicalJson({
        match,
        rules: rules.map(({ id, severity = null, settings }) => ({ id, severity, ...plain(settings) })),
        waivers: waivers.map((waiver) => ({ ...waiver, place: undefined })),
      }),
    )
    .sort()
    .join('\n');
}

const plain = ({ min, max, pattern, closed = [], ...texts }: RuleSettings): object => ({
  ...texts,
  min: String(min),
  max: String(max),
  pattern: pattern?.source,
  closed: closed.map(({ text }) => text),
});

/**
 * What a reassignment that was cut off has moved already is no other plan: where all replicas end is what counts. Of a
 * declared placement, who of them leads may come about in several ways, and copies nothing.
 */
function lasting(operation: Operation): object {
  switch (operation.kind) {
    case 'change-replication-factor': {
      const { kind, topic, topicId, after, assignment } = operation;
      return { kind, topic, topicId, after, assignment };
    }
    case 'spread-replicas': {
      const { kind, topic, topicId, placement, assignment } = operation;
      return { kind, topic, topicId, placement, assignment: unordered(assignment) };
    }
    case 'add-partitions':
      return { ...operation, assignment: operation.assignment && unordered(operation.assignment) };
    case 'create-topic':
    case 'set-config':
    case 'unset-config':
    case 'remove-partitions':
    case 'delete-topic':
      return operation;
  }
}

const unordered = (assignment: Assignment): number[][] =>
  assignment.map((replicas) => replicas.toSorted((a, b) => a - b));

/** Keys are sorted, and those without a value are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
