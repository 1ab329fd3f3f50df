import { type Problem, problemAt } from '../../../../lib/core/problem.ts';
import { sameValue } from './config-value.ts';
import { cutValue } from './cut-value.ts';
import { describePlace } from './describe-place.ts';
import { KNOWN_CONFIGS, mayBeSensitive } from './known-configs.ts';
import { configOf, type Layer } from './layer.ts';
import type { Placed } from './topic.ts';

/** Documents of one rank as one layer: none of them wins, so two that disagree are a mistake. */
export function combineLayers(layers: readonly Layer[], problems: Problem[]): Layer {
  const combined = new Map<string, Placed<string | null>>();
  for (const [path, said] of layers.flatMap((layer) => [...layer])) {
    const earlier = combined.get(path);
    if (earlier === undefined) combined.set(path, said);
    else if (!agree(path, earlier.value, said.value)) problems.push(disagreement(path, earlier, said));
  }
  return combined;
}

function agree(path: string, one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return sameValue(KNOWN_CONFIGS.get(configOf(path) ?? '')?.type ?? 'UNKNOWN', one, other);
}

function disagreement(path: string, earlier: Placed<string | null>, said: Placed<string | null>): Problem {
  const name = configOf(path) ?? path;
  const isSecret = name !== path && mayBeSensitive(name, undefined);
  const shown = ({ value }: Placed<string | null>): string =>
    isSecret && value !== null ? '(sensitive)' : cutValue(String(value));
  const what = `${name} is ${shown(said)} here and ${shown(earlier)} at ${describePlace(earlier.place)}`;
  return problemAt(said.place, what, 'Neither of the two wins: keep one of them.');
}
