import { mayBeSensitive } from './known-configs.ts';
import type { Operation, Risk } from './operation.ts';
import { type Change, isSensitive, riskRank } from './operation.ts';
import type { Plan } from './plan.ts';
import type { Result } from './result.ts';

/** The plan as JSON; stable order, no time in it, no sensitive value. */
export function planReport({ plan, digest, identity }: Pick<Result, 'plan' | 'digest' | 'identity'>): object {
  return {
    version: 1,
    environment: identity.environment,
    clusterId: plan.clusterId,
    policies: identity.policies,
    digest,
    declared: plan.declared,
    changes: plan.changes.map((change, index) => ({
      digest: identity.operations[index],
      ...changeReport(change),
    })),
    kept: plan.kept,
    unknown: plan.unknown,
    others: plan.others,
    warnings: plan.warnings,
  };
}

/** What a run found and did, as JSON, with the path of the documents that take it back. */
export function runReport(result: Result, rollbackFile: string | null): object {
  return {
    version: 1,
    command: result.command,
    status: result.status,
    because: result.because,
    highestRisk: highestRisk(result.plan),
    plan: planReport(result),
    moved: result.moved,
    sincePreview: result.sincePreview?.map((each) => ({ ...each, operation: shown(each.operation) })) ?? null,
    outcomes: result.outcomes.map(({ change, kind, because }) => ({
      operation: shown(change.operation),
      kind,
      because,
    })),
    rollback: result.rollback && {
      file: rollbackFile,
      lasting: result.rollback.lasting.map(({ operation, because }) => ({
        operation: shown(operation),
        because,
      })),
    },
    left: result.left === null ? null : result.left.changes.map(changeReport),
    warnings: result.warnings,
  };
}

/** The gravest risk of the plan; `safe` when there is no change. */
export const highestRisk = ({ changes }: Plan): Risk =>
  changes
    .map(({ risk }) => risk)
    .reduce<Risk>((worst, risk) => (riskRank(risk) > riskRank(worst) ? risk : worst), 'safe');

const changeReport = (change: Change): object => ({ ...change, operation: shown(change.operation) });

function shown(operation: Operation): object {
  if (isSensitive(operation)) return { ...operation, before: '(sensitive)', after: '(sensitive)' };
  if (operation.kind !== 'create-topic') return operation;
  const config = operation.config.map(({ name, value }) =>
    mayBeSensitive(name, undefined) ? { name, value: '(sensitive)', sensitive: true } : { name, value },
  );
  return { ...operation, config };
}
