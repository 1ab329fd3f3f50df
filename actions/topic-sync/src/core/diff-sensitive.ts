import { type Place, type Problem, problemAt } from '../../../../lib/core/problem.ts';
import type { Base } from './base.ts';
import { inOrder } from './diff.ts';
import type { Change, ConfigChange } from './operation.ts';
import type { Difference } from './plan.ts';
import type { DesiredTopic, Observation, ObservedTopic, TopicName } from './topic.ts';

interface Given {
  readonly topics: readonly DesiredTopic[];
  readonly observed: ReadonlyMap<TopicName, Observation>;
  readonly base: Base;
}

/** A declared value of an override that the brokers do not show. */
interface Hidden {
  readonly desired: DesiredTopic;
  readonly observed: ObservedTopic;
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/**
 * Sensitive values cannot be compared with the cluster, but with what the files said when they were applied last: one that
 * the files changed since then is written anew, and none is a difference for ever.
 */
export function withSensitive(difference: Difference, { topics, observed, base }: Given): Difference {
  const hidden = topics.flatMap((topic) => hiddenIn(topic, observed.get(topic.name)));
  if (base.kind === 'unknown') {
    return { ...difference, warnings: [...difference.warnings, ...hidden.map(notCompared)] };
  }
  const written = hidden.filter(
    ({ desired, name, value }) => base.topics.get(desired.name)?.config.get(name)?.value !== value,
  );
  return { ...difference, changes: inOrder([...difference.changes, ...written.map(writing)]) };
}

function hiddenIn(desired: DesiredTopic, observation: Observation | undefined): Hidden[] {
  if (observation?.kind !== 'present') return [];
  const { topic: observed } = observation;
  return [...desired.config].flatMap(([name, { value, place }]) => {
    const config = observed.config.get(name);
    if (value === null || config?.sensitive !== true || config.override === undefined) return [];
    return [{ desired, observed, name, value, place }];
  });
}

function writing({ desired, observed, name, value, place }: Hidden): Change<ConfigChange> {
  return {
    operation: {
      kind: 'set-config',
      topic: desired.name,
      topicId: observed.id,
      name,
      before: null,
      after: value,
      sensitive: true,
    },
    because: 'the brokers do not show it, and the files say another value than when they were applied last',
    risk: 'safe',
    riskBecause: null,
    blocked: null,
    notValidated: null,
    standing: null,
    place,
  };
}

function notCompared({ desired, name, place }: Hidden): Problem {
  const what = `${desired.name}: the brokers do not show ${name}, so it cannot be compared`;
  const fix = 'It is left as it is; give a base-ref, or set it to null first, to change it.';
  return problemAt(place, what, fix);
}
