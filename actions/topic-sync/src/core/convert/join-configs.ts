import { type Problem, problemAt } from '../../../../../lib/core/problem.ts';
import type { SourceEntry } from '../../../../../lib/core/source-value.ts';
import { describePlace } from '../describe-place.ts';
import { textOf } from './fields.ts';

interface Configs {
  readonly own: readonly SourceEntry[];
  /** Each of the same rank. */
  readonly shared: readonly (readonly SourceEntry[])[];
}

export interface JoinedConfigs {
  readonly entries: readonly SourceEntry[];
  /** A config was said in two ways, and is in neither. */
  readonly isPart: boolean;
}

/** A topic's own configs and those that it shares; what two of them say in different ways is nobody's to choose. */
export function joinConfigs({ own, shared }: Configs, findings: Problem[]): JoinedConfigs {
  const joined = new Map<string, SourceEntry>();
  const disputed = new Set<string>();
  for (const entry of [own, ...shared].flat()) {
    const earlier = joined.get(entry.key);
    if (earlier === undefined) joined.set(entry.key, entry);
    else if (textOf(earlier.value) !== textOf(entry.value)) {
      const what = `${entry.key} has another value at ${describePlace(earlier.keyPlace)}`;
      findings.push(problemAt(entry.keyPlace, what, 'It is not converted: write the one that is meant.'));
      disputed.add(entry.key);
    }
  }
  return { entries: [...joined.values()].filter(({ key }) => !disputed.has(key)), isPart: disputed.size > 0 };
}
