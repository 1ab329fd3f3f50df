import { z } from 'zod';
import { type Problem, ProblemsFound } from '../../../lib/core/problem.ts';
import { type ApprovedOperation, approvedIdentity, type ApprovedPlan } from './core/approved-plan.ts';
import type { Operation } from './core/operation.ts';
import { operationDigest, planDigest, type Sha256 } from './core/plan-identity.ts';
import { isWithoutValues } from './core/operation.ts';
import { operationShape } from './documents/report-shapes.ts';

/** The part of plan.json that says what was approved. */
const approvedShape = z.object({
  environment: z.string(),
  clusterId: z.string(),
  policies: z.string(),
  changes: z.array(z.object({ digest: z.string(), operation: operationShape })),
});

/**
 * Reads a plan file. Whoever may write it can say nothing with it: only a file whose digests are those that
 * `expectDigest` was made of, and whose operations are those of its digests, is believed.
 * @throws ProblemsFound when it is another one
 */
export function readApprovedPlan(text: string, expectDigest: string, sha256: Sha256): ApprovedPlan {
  const approved = readPlanFile(text, 'approved-plan');
  const { operations, clusterId } = approved;
  if (planDigest(approvedIdentity(approved), sha256) !== expectDigest) {
    throw unbelieved('it is not the plan that expect-digest stands for', 'Give both of the same plan.');
  }
  const forged = operations.find(
    ({ digest, operation }) =>
      !isWithoutValues(operation) && operationDigest(clusterId, operation, sha256) !== digest,
  );
  if (forged === undefined) return approved;
  throw unbelieved('an operation in it is not the one of its digest', 'Give the file as the plan wrote it.');
}

/** Reads a plan file for the input of this name; what is in it is not compared with any digest. */
export function readPlanFile(text: string, input: string): ApprovedPlan {
  const read = approvedShape.safeParse(jsonOf(text));
  if (!read.success) {
    throw unbelieved('it is no plan file of this version', 'Give the plan-file of the plan.', input);
  }
  const { changes, ...scope } = read.data;
  // The shape is held against the type by the tests of the schemas; only the brand of names is new.
  const operations = changes.map(({ digest, operation }): ApprovedOperation => ({
    digest,
    operation: operation as Operation,
  }));
  return { ...scope, operations };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unbelieved = (what: string, fix: string, input = 'approved-plan'): ProblemsFound => {
  const problem: Problem = { where: `input ${input}`, what, fix };
  return new ProblemsFound([problem]);
};
