import { canonicalJson, canonicalOperation, canonicalPolicies } from './canonical.ts';
import type { Operation } from './operation.ts';
import type { Plan } from './plan.ts';
import type { Court } from './policy/judge.ts';

/** SHA-256 of a text, in hexadecimal. */
export type Sha256 = (text: string) => string;

/** What a plan is about, besides its operations. */
export interface PlanScope {
  /** Empty when none was given. */
  readonly environment: string;
  readonly clusterId: string;
  /** The digest of the policies in force. */
  readonly policies: string;
}

/** What a plan is known by. */
export interface PlanIdentity extends PlanScope {
  /** The digest of each operation, in the order of the plan's changes. */
  readonly operations: readonly string[];
}

export const identityOf = (
  { clusterId, changes }: Pick<Plan, 'clusterId' | 'changes'>,
  { policies, environment }: Pick<Court, 'policies' | 'environment'>,
  sha256: Sha256,
): PlanIdentity => ({
  environment,
  clusterId,
  policies: sha256(canonicalPolicies(policies, environment)),
  operations: changes.map(({ operation }) => operationDigest(clusterId, operation, sha256)),
});

export const operationDigest = (clusterId: string, operation: Operation, sha256: Sha256): string =>
  sha256(canonicalOperation(clusterId, operation));

/** One digest for all of it, in any order of operations; blocked ones count, so that a later consent keeps the digest. */
export const planDigest = ({ operations, ...scope }: PlanIdentity, sha256: Sha256): string =>
  `sha256:${sha256(canonicalJson({ ...scope, operations: operations.toSorted() }))}`;
