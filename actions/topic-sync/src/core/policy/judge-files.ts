import type { Problem } from '../../../../../lib/core/problem.ts';
import type { DesiredTopic } from '../topic.ts';
import { type Court, judgeState } from './judge.ts';
import { declaredState } from './views.ts';

export interface JudgedFiles {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The rules that the topics break by what the files say, whatever a cluster is like. */
export function judgeFiles(topics: readonly DesiredTopic[], court: Court): JudgedFiles {
  const found = topics.flatMap((topic) =>
    judgeState({ ...declaredState(topic), cluster: null, topics }, court),
  );
  const told = (wanted: string): Problem[] =>
    found.filter(({ severity }) => severity === wanted).map(({ problem }) => problem);
  return { problems: told('error'), warnings: told('warning') };
}
