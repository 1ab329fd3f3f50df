import type { Problem } from '../../../../lib/core/problem.ts';
import type { Target } from './target.ts';

interface Wanted {
  readonly mode: string;
  readonly scan: 'ecr' | 'off';
  readonly cache: string;
  readonly 'create-repository': boolean;
}

/** What the registries of a build cannot do, told before anything is built. */
export function wrongForRegistries(wanted: Wanted, targets: readonly Target[]): Problem[] {
  if (wanted.mode !== 'build' && wanted.mode !== 'plan') return [];
  const has = (kind: Target['registry']['kind']): boolean =>
    targets.some(({ registry }) => registry.kind === kind);
  const lacksEcr = !has('ecr');
  return [
    ...(has('ecr-public') ? wrongForPublic(wanted, lacksEcr) : []),
    ...(lacksEcr && wanted.cache === 'ecr' ? [NO_CACHE] : []),
  ];
}

const wrongForPublic = (wanted: Wanted, lacksEcr: boolean): Problem[] => [
  ...(lacksEcr && wanted.scan === 'ecr' ? [NO_SCAN] : []),
  ...(wanted['create-repository'] ? [NOT_CREATED] : []),
];

const NO_SCAN: Problem = {
  where: 'input scan',
  what: 'Amazon ECR Public scans no images',
  fix: 'Push to a private registry as well, which scans it, or give scan: off.',
};

const NOT_CREATED: Problem = {
  where: 'input create-repository',
  what: 'a public repository is seen by everybody, so none is created by a build',
  fix: 'Create it on purpose, and leave this out.',
};

const NO_CACHE: Problem = {
  where: 'input cache',
  what: 'no repository of Amazon ECR is among those that are pushed to',
  fix: 'Give gha or none.',
};
