import type { Registry } from './registry.ts';

const MANIFESTS = ['index', 'manifest'].map((what) => `application/vnd.oci.image.${what}.v1+json`).join(', ');

/** The digest that a tag of a repository stands for; undefined where there is no such tag. */
export async function taggedDigest(
  { url, credentials: { username, password } }: Pick<Registry, 'url' | 'credentials'>,
  repository: string,
  tag: string,
): Promise<string | undefined> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const answer = await fetch(`${url}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { authorization, accept: MANIFESTS },
  });
  return answer.headers.get('docker-content-digest') ?? undefined;
}
