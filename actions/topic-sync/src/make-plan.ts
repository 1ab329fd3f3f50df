import { diff } from './core/diff.ts';
import { judgeAnswers } from './core/judge-answers.ts';
import type { Consent } from './core/operation.ts';
import type { Plan } from './core/plan.ts';
import { stepsOf } from './core/step.ts';
import type { DesiredTopic } from './core/topic.ts';
import type { TopicCluster } from './ports.ts';

export interface PlanRequest {
  readonly clusterId: string;
  readonly topics: readonly DesiredTopic[];
  readonly consents: ReadonlySet<Consent>;
  /** Before an apply, a change that nobody could check is blocked. */
  readonly mustBeValid: boolean;
}

/** Reads the cluster once, compares, and asks the brokers about each change; changes nothing. */
export async function makePlan(cluster: TopicCluster, request: PlanRequest): Promise<Plan> {
  const { clusterId, topics, consents, mustBeValid } = request;
  const observed = await cluster.observe(topics.map(({ name }) => name));
  const difference = diff(topics, observed, consents);
  const planned = stepsOf(difference.changes);
  const answers = await cluster.validate(planned.map(({ step }) => step));
  const checked = planned.flatMap((each, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ planned: each, answer }];
  });
  return { clusterId, ...difference, changes: judgeAnswers(difference.changes, checked, mustBeValid) };
}
