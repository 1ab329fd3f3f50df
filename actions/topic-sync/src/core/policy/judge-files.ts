import type { Problem } from '../../../../../lib/core/problem.ts';
import type { DesiredTopic } from '../topic.ts';
import { type Court, judgeState } from './judge.ts';
import { neighboursOf } from './neighbours.ts';
import { declaredState } from './views.ts';

export interface JudgedFiles {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The rules that the topics break by what the files say, whatever a cluster is like. */
export function judgeFiles(topics: readonly DesiredTopic[], court: Court): JudgedFiles {
  const neighbours = neighboursOf(topics, court.policies);
  const found = topics.flatMap((topic) =>
    judgeState({ ...declaredState(topic), cluster: null, neighbours }, court),
  );
  const told = (wanted: string): Problem[] =>
    found.filter(({ severity }) => severity === wanted).map(({ problem }) => problem);
  return { problems: told('error'), warnings: told('warning') };
}
