import { createHash } from 'node:crypto';
import type { Registry } from '../../lab/registry/registry.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

export const digestOf = (bytes: string | Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Asks a registry with its own password, unless another is given. */
export function ask(
  { url, credentials }: Registry,
  path: string,
  init: RequestInit & { readonly password?: string } = {},
): Promise<Response> {
  const { password = credentials.password, headers, ...rest } = init;
  const authorization = `Basic ${Buffer.from(`${credentials.username}:${password}`).toString('base64')}`;
  return fetch(new URL(path, url), {
    ...rest,
    headers: { authorization, connection: 'close', ...(headers as object) },
  });
}

/** Uploads a blob and gives its digest. */
export async function putBlob(registry: Registry, repository: string, bytes: string): Promise<string> {
  const digest = digestOf(bytes);
  const started = await ask(registry, `/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', registry.url);
  place.searchParams.set('digest', digest);
  const ended = await ask(registry, place.href, { method: 'PUT', body: bytes });
  if (ended.status !== 201) throw new Error(`the blob was not taken: ${String(ended.status)}`);
  return digest;
}

/** The text of a manifest of one blob, which is put beforehand. */
export async function manifestOf(registry: Registry, repository: string, more: object = {}): Promise<string> {
  const config = '{}';
  const digest = await putBlob(registry, repository, config);
  const described = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.length };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: described,
    layers: [],
    ...more,
  });
}

export const putManifest = (
  registry: Registry,
  place: { readonly repository: string; readonly reference: string },
  body: string,
): Promise<Response> =>
  ask(registry, `/v2/${place.repository}/manifests/${place.reference}`, {
    method: 'PUT',
    body,
    headers: { 'content-type': MANIFEST },
  });
