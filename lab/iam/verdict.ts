import {
  runSimulation,
  type Simulation,
  type SuccessfulRunSimulationResults,
} from '@cloud-copilot/iam-simulate';

/** What IAM would say, as far as it is known here; whatever cannot be evaluated is not allowed. */
export interface Verdict {
  readonly allowed: boolean;
  /** Such as `ExplicitlyDenied`. */
  readonly because: string;
  /** The Sid of the statement of an identity policy that allows it. */
  readonly by?: string | undefined;
}

type Asked = Pick<Simulation, 'request' | 'identityPolicies' | 'resourcePolicy'>;

/** Evaluates one request against policies. */
export async function verdictOn(asked: Asked): Promise<Verdict> {
  const outcome = await runSimulation(
    { ...asked, serviceControlPolicies: [], resourceControlPolicies: [] },
    {},
  );
  const { resource } = asked.request.resource;
  // The simulation would say whether any resource of the pattern is allowed.
  if (resource !== '*' && /[*?]/.test(resource))
    return { allowed: false, because: `${resource} is a pattern` };
  if (outcome.resultType === 'error') return { allowed: false, because: outcome.errors.message };
  const allowed = outcome.overallResult === 'Allowed';
  return { allowed, because: outcome.overallResult, by: allowed ? sidIn(outcome) : undefined };
}

function sidIn(outcome: SuccessfulRunSimulationResults): string | undefined {
  const results = outcome.resultType === 'single' ? [outcome.result] : outcome.results;
  const allowing = results.flatMap(({ analysis }) => analysis.identityAnalysis?.allowStatements ?? []);
  return allowing.at(0)?.statement.sid();
}
