import type { ApprovedPlan } from './approved-plan.ts';
import { describeOperation, unsaidIn } from './describe.ts';
import { isFulfilled } from './is-fulfilled.ts';
import type { Change, Operation } from './operation.ts';
import { missingOperations, type Now, subjectOf } from './what-moved.ts';

/** An operation in which a plan differs from the one that the pull request showed. */
export interface PreviewDifference {
  /** `new`: only the plan has it. `gone`: only the preview had it. `changed`: both, and differently. */
  readonly kind: 'new' | 'gone' | 'changed';
  /** Of the plan; of the preview where it is `gone`. */
  readonly operation: Operation;
  readonly because: string;
}

/** What the plan has that the preview did not show, and what it showed that is not planned any more. */
export function sincePreview(preview: ApprovedPlan, now: Now): PreviewDifference[] {
  const { plan, identity, observed, replicas } = now;
  const shown = new Set(preview.operations.map(({ digest }) => digest));
  const missing = new Map(
    missingOperations(preview, identity).map((operation) => [subjectOf(operation), operation]),
  );
  const others = plan.changes.filter((_, index) => !shown.has(identity.operations[index] ?? ''));
  const told = new Set(others.map(({ operation }) => subjectOf(operation)));
  const gone = [...missing].filter(([subject]) => !told.has(subject)).map(([, operation]) => operation);
  return [
    ...others.map((change) => differing(change, missing.get(subjectOf(change.operation)))),
    ...gone.map((operation): PreviewDifference => {
      const isMade = isFulfilled(operation, observed.get(operation.topic), replicas);
      const because = isMade
        ? 'the cluster is so by now'
        : 'neither the files nor the cluster make it necessary any more';
      return { kind: 'gone', operation, because };
    }),
  ];
}

function differing({ operation, because }: Change, shown: Operation | undefined): PreviewDifference {
  if (shown === undefined) return { kind: 'new', operation, because };
  const [then, now] = [describeOperation(shown), describeOperation(operation)];
  const what = then === now ? `${unsaidIn(operation)} is another one` : `the preview had: ${then}`;
  return { kind: 'changed', operation, because: `${because}; ${what}` };
}

export const describeDifference = ({ kind, operation, because }: PreviewDifference): string =>
  `${kind}: ${describeOperation(operation)} (${because})`;
