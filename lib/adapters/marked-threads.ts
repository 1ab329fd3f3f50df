import type { MarkedText } from '../core/kept-thread.ts';
import type { GithubClient } from './github-client.ts';

interface Thread {
  readonly body?: string | null | undefined;
  readonly user: { readonly login: string } | null;
}

/** Those that begin with the marker and that we wrote. Who we are is asked only where it matters. */
export async function withMarkerOf<T extends Thread>(
  client: GithubClient,
  { marker }: MarkedText,
  threads: readonly T[],
): Promise<T[]> {
  const marked = threads.filter(({ body }) => body?.startsWith(marker) === true);
  if (marked.length === 0) return [];
  const self = await client.self();
  return marked.filter(({ user }) => user?.login === self);
}

/** GitHub gives line ends back as CRLF at times, and drops spaces at the end. */
export const isSameText = (one: string | null | undefined, other: string): boolean =>
  (one ?? '').replaceAll('\r\n', '\n').trimEnd() === other.trimEnd();
