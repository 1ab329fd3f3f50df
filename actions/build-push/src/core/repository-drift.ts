import type { RepositorySettings, SeenRepository } from '../../../../lib/core/ecr-repository.ts';
import { matchesGlob } from '../../../../lib/core/glob.ts';

/** A setting that is not as the file says. */
export interface Drift {
  readonly setting: 'tag mutability' | 'scan on push' | 'encryption key' | 'lifecycle policy' | 'repository';
  readonly wanted: string;
  readonly seen: string;
  /** ECR takes a new value for it; the key of a repository stays for its life. */
  readonly canBeFixed: boolean;
}

/** What is to be there at all. */
export const NO_REPOSITORY: Drift = {
  ...{ setting: 'repository', wanted: 'there', seen: 'not there' },
  canBeFixed: false,
};

export function repositoryDrift(wanted: RepositorySettings, seen: SeenRepository): Drift[] {
  return [
    drift(
      'tag mutability',
      wantedMutability(wanted),
      describeMutability(seen.tagMutability, seen.mutableTags),
    ),
    drift('scan on push', onOff(wanted.scanOnPush), onOff(seen.scanOnPush)),
    drift('encryption key', wanted.kmsKey ?? OWN_KEYS, seen.kmsKey ?? OWN_KEYS),
    wanted.lifecyclePolicy === null
      ? undefined
      : drift('lifecycle policy', sameJson(wanted.lifecyclePolicy), sameJson(seen.lifecyclePolicy ?? 'none')),
  ].filter((found) => found !== undefined);
}

const OWN_KEYS = 'AES-256 with keys of ECR';

function drift(setting: Drift['setting'], wanted: string, seen: string): Drift | undefined {
  return wanted === seen ? undefined : { setting, wanted, seen, canBeFixed: setting !== 'encryption key' };
}

const onOff = (on: boolean): string => (on ? 'on' : 'off');

const wantedMutability = ({ tagMutability, mutableTags }: RepositorySettings): string =>
  describeMutability(
    tagMutability === 'MUTABLE' || mutableTags.length === 0 ? tagMutability : 'IMMUTABLE_WITH_EXCLUSION',
    tagMutability === 'MUTABLE' ? [] : mutableTags,
  );

const describeMutability = (mutability: string, mutableTags: readonly string[]): string =>
  mutableTags.length === 0 ? mutability : `${mutability} (${[...mutableTags].sort().join(', ')})`;

/** ECR keeps the policy's text, and people write the same JSON in many ways. */
function sameJson(text: string): string {
  try {
    return JSON.stringify(sortKeys(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

/** Whether a tag that is there may be moved: everything moves in a mutable repository but what a filter excludes. */
export function mayMove(tag: string, { tagMutability, mutableTags }: SeenRepository): boolean {
  const isListed = mutableTags.some((pattern) => matchesGlob(pattern, tag));
  switch (tagMutability) {
    case 'MUTABLE':
      return true;
    case 'MUTABLE_WITH_EXCLUSION':
      return !isListed;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return isListed;
    default:
      return false;
  }
}
