import { type Answer, judgeAnswers } from './core/judge-answers.ts';
import type { Change } from './core/operation.ts';
import { type PlannedStep, stepsOf } from './core/step.ts';
import type { Validation } from './core/validation.ts';
import type { TopicCluster } from './ports.ts';

const NOT_ASKED: Answer = { kind: 'unclear', message: 'the brokers were not asked' };

/** Asks the brokers whether they would make the changes, and puts what they say on them. */
export async function validateChanges(
  changes: readonly Change[],
  cluster: Pick<TopicCluster, 'validate'>,
  validation: Validation,
): Promise<Change[]> {
  const planned = stepsOf(changes);
  const checked = await checkedSteps(planned, cluster, validation);
  return judgeAnswers(changes, checked, validation);
}

async function checkedSteps(
  planned: readonly PlannedStep[],
  cluster: Pick<TopicCluster, 'validate'>,
  validation: Validation,
): Promise<{ planned: PlannedStep; answer: Answer }[]> {
  if (validation === 'off') return planned.map((each) => ({ planned: each, answer: NOT_ASKED }));
  const answers = await cluster.validate(planned.map(({ step }) => step));
  return planned.flatMap((each, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ planned: each, answer }];
  });
}
