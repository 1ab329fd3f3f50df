import { expect, test } from '@jest/globals';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { type CachePlace, LayerCache } from './layer-cache.ts';

const SEEN = {
  tagMutability: 'MUTABLE',
  mutableTags: [],
  scanOnPush: false,
  kmsKey: null,
  lifecyclePolicy: null,
};

/** ECR with the repositories that are named, and what was created in it. */
function placeWith(repositories: readonly string[], create = false) {
  const created: string[] = [];
  const ecr: CachePlace['ecr'] = {
    repository: (name) => Promise.resolve(repositories.includes(name) ? SEEN : undefined),
    create: (name, { tagMutability }) => {
      created.push(`${name} ${tagMutability}`);
      return Promise.resolve('created');
    },
    setLifecyclePolicy: (name) => {
      created.push(`${name} forgets`);
      return Promise.resolve();
    },
  };
  return { created, place: { host: 'ecr.example', repository: 'kafka/app', ecr, create } };
}

async function imageAt(...places: readonly CachePlace[]) {
  const told: string[] = [];
  const cache = new LayerCache(({ what }) => void told.push(what));
  for (const place of places) cache.offer(place);
  return { image: await cache.image(), told };
}

test('layers are kept beside the image, in the first registry', async () => {
  const { place } = placeWith(['kafka/app-cache']);
  expect(await imageAt(place, { ...place, host: 'other.example' })).toEqual({
    image: 'ecr.example/kafka/app-cache:layers',
    told: [],
  });
});

test('their repository is created where that is allowed, with a tag that moves', async () => {
  const { place, created } = placeWith([], true);
  expect((await imageAt(place)).image).toBe('ecr.example/kafka/app-cache:layers');
  expect(created).toEqual(['kafka/app-cache MUTABLE', 'kafka/app-cache forgets']);
});

test('whatever is wrong with it, the build goes without, and that is told', async () => {
  const { place, created } = placeWith([]);
  expect(await imageAt(place)).toEqual({
    image: undefined,
    told: ['layers are not kept: there is no such repository'],
  });
  const repository = () => Promise.reject(new WorldFailure('ECR refused it.'));
  expect(await imageAt({ ...place, ecr: { ...place.ecr, repository } })).toEqual({
    image: undefined,
    told: ['layers are not kept: ECR refused it'],
  });
  expect(created).toEqual([]);
});

test('nobody asked for it', async () => {
  expect(await imageAt()).toEqual({ image: undefined, told: [] });
});
