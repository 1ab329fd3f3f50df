import type { SeenCondition, SeenStatement } from './seen-policy.ts';
import { bareOperator } from './shape-rules.ts';

/** The conditions on one claim that say what it must be. */
export const on = ({ conditions }: SeenStatement, issuer: string, claim: string): SeenCondition[] =>
  conditions.filter(
    ({ key, operator }) =>
      key.toLowerCase() === `${issuer}:${claim}`.toLowerCase() &&
      /^String(Equals|Like)$/.test(bareOperator(operator)),
  );
