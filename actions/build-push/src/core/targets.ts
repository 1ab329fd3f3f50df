import type { RepositoryName } from '../../../../lib/core/image-reference.ts';
import { type Parsed, type Problem, parsed, refused } from '../../../../lib/core/problem.ts';
import { missing } from './missing-input.ts';
import { isMisnamed, registryOf } from './registry-of.ts';
import type { Target } from './target.ts';

export interface Targets {
  /** Where a promotion takes an image from; null in other modes. */
  readonly source: Target | null;
  /** Never empty. */
  readonly targets: readonly Target[];
}

interface Given {
  readonly mode: string;
  readonly repository: RepositoryName | null;
  readonly 'registry-endpoint': string;
  readonly 'aws-region': string;
}

interface Named {
  readonly listed: readonly Target[];
  readonly source: Target | null;
}

/**
 * A promotion goes from `source`, or else from `repository`, to `registries`, or else to `repository`; the other modes
 * have `repository` or `registries`.
 */
export function targetsOf(given: Given, { listed, source }: Named): Parsed<Targets> {
  const isPromotion = given.mode === 'promote';
  if (source !== null && !isPromotion) return refused([NO_PROMOTION]);
  const lacksSource = isPromotion && source === null;
  if (listed.length > 0 && !lacksSource) return namedAlone(given, { listed, source });
  const own = ownTarget(given);
  return own.ok ? parsed(withOwn(own.value, { listed, source: lacksSource ? own.value : source })) : own;
}

const withOwn = (own: Target, { listed, source }: Named): Targets => ({
  source,
  targets: listed.length > 0 ? listed : [own],
});

/** Nothing is left for `repository` to say. */
function namedAlone(given: Given, { listed, source }: Named): Parsed<Targets> {
  const namesOwn = given.repository !== null || given['registry-endpoint'] !== '';
  if (namesOwn) return refused([source === null ? ONE_OR_THE_OTHER : UNUSED]);
  return parsed({ source, targets: listed });
}

const NO_PROMOTION: Problem = {
  where: 'input source',
  what: 'it was given, and only a promotion has one',
  fix: 'Give mode: promote, or leave it out.',
};

const ONE_OR_THE_OTHER: Problem = {
  where: 'input registries',
  what: 'it was given together with repository or registry-endpoint',
  fix: 'Name all repositories in registries; only a promotion goes from the one to the others.',
};

const UNUSED: Problem = {
  where: 'input repository',
  what: 'a promotion has source and registries, and does nothing with it',
  fix: 'Leave repository and registry-endpoint out.',
};

function ownTarget(given: Given): Parsed<Target> {
  const { repository, 'registry-endpoint': endpoint, 'aws-region': region } = given;
  if (repository === null) return refused([missing('repository', 'Give it, or registries.')]);
  if (region === '' && endpoint === '')
    return refused([missing('aws-region', 'Give the region of the registry, such as eu-west-1.')]);
  const registry = registryOf({
    region: region === '' ? undefined : region,
    account: undefined,
    role: undefined,
    endpoint: endpoint === '' ? undefined : endpoint,
  });
  return isMisnamed(registry)
    ? refused([{ where: 'input registry-endpoint', ...registry }])
    : parsed({ repository, registry });
}
