import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Registry } from '../registry/registry.ts';
import { blobPath, type Descriptor, type OciLayout } from './oci-layout.ts';

interface Manifest {
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Puts an image into a registry of the lab, by its digest, and gives its name there. */
export async function pushLayout(
  registry: Registry,
  repository: string,
  { folder, digest }: OciLayout,
): Promise<string> {
  const text = await readFile(blobPath(folder, digest), 'utf8');
  const { mediaType, config, layers } = JSON.parse(text) as Manifest;
  for (const blob of [config, ...layers])
    await pushBlob(registry, repository, { folder, digest: blob.digest });
  const put = { method: 'PUT', body: text, headers: { 'content-type': mediaType } };
  await ask(registry, `/v2/${repository}/manifests/${digest}`, put);
  return `${registry.address}/${repository}@${digest}`;
}

async function pushBlob(
  registry: Registry,
  repository: string,
  { folder, digest }: OciLayout,
): Promise<void> {
  const started = await ask(registry, `/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', registry.url);
  place.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await ask(registry, place.href, {
    method: 'PUT',
    headers,
    body: await openAsBlob(blobPath(folder, digest)),
  });
}

async function ask({ url, credentials }: Registry, path: string, init: RequestInit): Promise<Response> {
  const { username, password } = credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const headers = { authorization, ...(init.headers as object) };
  const answer = await fetch(new URL(path, url), { ...init, headers });
  if (!answer.ok) throw new Error(`the registry refused ${path}: ${await answer.text()}`);
  return answer;
}
