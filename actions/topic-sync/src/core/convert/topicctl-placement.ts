import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import type { SourceValue } from '../../../../../lib/core/source-value.ts';
import { yamlText } from '../export/yaml-text.ts';
import type { ForeignTopic } from './foreign-topic.ts';
import { fieldsOf, textOf } from './fields.ts';

/**
 * What becomes of a strategy of topicctl. Only `cross-rack` means what a placement of ours means: all replicas of a
 * partition in different racks, whoever leads. https://github.com/segmentio/topicctl#placement-strategies
 */
export function convertPlacement(
  source: SourceValue | undefined,
  factor: SourceValue | undefined,
  findings: Problem[],
): Pick<ForeignTopic, 'placement' | 'notes'> {
  const strategy = fieldsOf(source, KEYS, findings)('strategy');
  const text = textOf(strategy) ?? '';
  if (strategy === undefined || text === 'any') return {};
  // A single replica is in one rack anyway.
  if (text === 'cross-rack') return textOf(factor) === '1' ? {} : { placement: 'rack-aware' };
  const lost = LOST.get(text) ?? 'no strategy of topicctl is known by this name';
  const what = `the placement strategy ${yamlText(text.slice(0, MOST_SHOWN))} is not carried over: ${lost}`;
  findings.push(problemAt(strategy.place, what, 'Replicas stay where they are.'));
  return { notes: [`topicctl: ${what}. Replicas stay where they are.`] };
}

/** It may be anything, and stands in a comment. */
const MOST_SHOWN = 60;

const LOST: ReadonlyMap<string, string> = new Map([
  [
    'balanced-leaders',
    'it evens the leaders over the racks alone, and placement: balanced evens the other replicas, too, which copies data',
  ],
  [
    'in-rack',
    'it keeps all replicas of a partition in one rack, which takes the partition down when it fails; placement: rack-aware does the opposite',
  ],
  [
    'static',
    'no Topic document names brokers; placement: rack-aware or balanced says where replicas are to be',
  ],
  [
    'static-in-rack',
    'no Topic document names racks; placement: rack-aware or balanced says where replicas are to be',
  ],
]);

const BY_STRATEGY = 'What becomes of it is told at the strategy.';

const KEYS = {
  used: ['strategy'],
  lost: {
    picker: 'Which brokers are chosen comes from what they hold.',
    staticAssignments: BY_STRATEGY,
    staticRackAssignments: BY_STRATEGY,
  },
};
