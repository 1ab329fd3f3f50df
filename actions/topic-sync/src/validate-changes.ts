import { type Answer, judgeAnswers } from './core/judge-answers.ts';
import { type Change, isReplicaChange } from './core/operation.ts';
import { type PlannedStep, type Step, stepsOf } from './core/step.ts';
import type { TopicName } from './core/topic.ts';
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
  const levelled = new Set(changes.filter(isReplicaChange).map(({ operation }) => operation.topic));
  const asked = planned.map(({ step, ...rest }) => ({ ...rest, step: askedNow(step, levelled) }));
  const checked = await checkedSteps(asked, cluster, validation);
  return judgeAnswers(changes, checked, validation);
}

/** A new partition has as many replicas as the others: so many as they are to have, the brokers take later. */
function askedNow(step: Step, levelled: ReadonlySet<TopicName>): Step {
  if (step.kind !== 'add-partitions' || !levelled.has(step.topic)) return step;
  const { kind, topic, topicId, before, after } = step;
  return { kind, topic, topicId, before, after };
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
