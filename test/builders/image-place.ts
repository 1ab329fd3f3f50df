import { ociRegistry, type RegistryAccess } from '../../lib/adapters/oci-registry/open-registry.ts';
import type { OciRegistry } from '../../lib/adapters/oci-registry/oci-registry.ts';
import {
  parseRepositoryName,
  parseTag,
  type RepositoryName,
  type Tag,
} from '../../lib/core/image-reference.ts';
import type { FakeRegistry } from '../fakes/fake-registry.ts';

export function repositoryName(text: string): RepositoryName {
  const name = parseRepositoryName(text);
  if (name === undefined) throw new Error(`${text} is no name of a repository`);
  return name;
}

export function tagOf(text: string): Tag {
  const tag = parseTag(text);
  if (tag === undefined) throw new Error(`${text} is no tag`);
  return tag;
}

/** A client whose waits pass at once; `said` and `slept` are what it told and how long it would have waited. */
export function clientOf(
  { origin }: Pick<FakeRegistry, 'origin'>,
  access: Partial<RegistryAccess> = {},
): { readonly registry: OciRegistry; readonly said: string[]; readonly slept: number[] } {
  const said: string[] = [];
  const slept: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    return Promise.resolve();
  };
  const registry = ociRegistry({
    origin,
    retries: 0,
    clock: { now: () => 0, sleep },
    log: (line) => said.push(line),
    login: () => Promise.resolve({ username: 'AWS', password: 'open-sesame' }),
    scratch: '',
    ...access,
  });
  return { registry, said, slept };
}
