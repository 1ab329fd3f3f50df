import { parseTag, type RepositoryName, type Tag } from '../../core/image-reference.ts';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';
import { RegistryFailure } from '../../core/registry-failure.ts';
import { nextPage } from './next-page.ts';
import type { Transport } from './transport.ts';

const PAGE = 1_000;
const PAGE_BYTES = 4 * 1024 ** 2;
/** Amazon ECR keeps 100,000 images in a repository at most. */
const MOST_PAGES = 300;

/**
 * All tags of a repository; none where there is no such repository. Some registries are without order, so sort them.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags
 */
export async function listTags(transport: Transport, repository: RepositoryName): Promise<Tag[]> {
  const tags: Tag[] = [];
  let next: string | URL | undefined = `tags/list?n=${String(PAGE)}`;
  for (let page = 0; next !== undefined; page += 1) {
    if (page === MOST_PAGES) throw tooMany(transport, repository);
    const read: Page = await readPage(transport, repository, next);
    tags.push(...read.tags);
    next = read.next;
  }
  return tags;
}

interface Page {
  readonly tags: readonly Tag[];
  readonly next: URL | undefined;
}

function readPage(transport: Transport, repository: RepositoryName, to: string | URL): Promise<Page> {
  return transport.persist(async (tries) => {
    const headers = { accept: 'application/json' };
    const call = { method: 'GET', repository, to, headers, expect: [200, 404] } as const;
    const answer = await transport.send(call, tries);
    if (answer.status === 200)
      return { tags: tagsIn(await answer.bytes(PAGE_BYTES)), next: nextPage(answer, transport) };
    await answer.discard();
    return { tags: [], next: undefined };
  });
}

function tagsIn(bytes: Uint8Array): Tag[] {
  const list = parseJsonObject(new TextDecoder().decode(bytes));
  const named: unknown = isJsonObject(list) ? list['tags'] : undefined;
  const listed: readonly unknown[] = Array.isArray(named) ? named : [];
  return listed.flatMap((tag) => (typeof tag === 'string' ? (parseTag(tag) ?? []) : []));
}

const tooMany = ({ origin }: Transport, repository: RepositoryName): RegistryFailure =>
  new RegistryFailure(
    'refused',
    `${origin.host}/${repository} has more tags than can be listed. Remove old images.`,
  );
