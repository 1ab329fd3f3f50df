import type { RepositorySettings } from '../../../lib/core/ecr-repository.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { EcrApi } from './ports.ts';

/** Where layers can be kept: the repository of an image, by the host that docker is logged in to. */
export interface CachePlace {
  readonly host: string;
  readonly repository: string;
  readonly ecr: Pick<EcrApi, 'repository' | 'create' | 'setLifecyclePolicy'>;
  /** Whether a repository may be created. */
  readonly create: boolean;
}

/**
 * Keeps the layers of builds in a repository of their own beside the image's, for the one tag in it moves, and nothing
 * in it is an image that a scan could look at. Whatever is wrong with it is told, and the build goes without.
 */
export class LayerCache {
  readonly #warn: (problem: Problem) => void;
  #place: CachePlace | undefined;

  constructor(warn: (problem: Problem) => void) {
    this.#warn = warn;
  }

  /** The first place is taken. */
  offer(place: CachePlace): void {
    this.#place ??= place;
  }

  /** The image that BuildKit keeps layers in. */
  async image(): Promise<string | undefined> {
    if (this.#place === undefined) return undefined;
    const { host } = this.#place;
    const name = `${this.#place.repository}-cache`;
    try {
      if (await isThere(name, this.#place)) return `${host}/${name}:layers`;
      this.#warn(without(`${host}/${name}`, 'there is no such repository'));
    } catch (failure) {
      if (!(failure instanceof WorldFailure)) throw failure;
      this.#warn(without(`${host}/${name}`, failure.message.replace(/\.$/, '')));
    }
    return undefined;
  }
}

async function isThere(name: string, { ecr, create }: CachePlace): Promise<boolean> {
  if ((await ecr.repository(name)) !== undefined) return true;
  if (!create) return false;
  await ecr.create(name, SETTINGS);
  await ecr.setLifecyclePolicy(name, JSON.stringify(FORGETS));
  return true;
}

const SETTINGS: RepositorySettings = {
  tagMutability: 'MUTABLE',
  mutableTags: [],
  scanOnPush: false,
  kmsKey: null,
  lifecyclePolicy: null,
  tags: {},
};

/** Each build leaves the layers of the one before without a tag. */
const FORGETS = {
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: 'untagged',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 7,
      },
      action: { type: 'expire' },
    },
  ],
};

const without = (where: string, what: string): Problem => ({
  where,
  what: `layers are not kept: ${what}`,
  fix: 'Create it with tags that may move, or give create-repository: true.',
});
