/**
 * Which image an environment runs, as tags: `env-<name>` points to it where tags may move, and every promotion leaves
 * `promoted-<name>-<time>`, which never moves. So the last promotions can be told from a repository alone, and a
 * lifecycle policy that keeps tagged images keeps what was deployed.
 */
import { parseTag, type Tag } from '../../../../lib/core/image-reference.ts';

/** Longest name of an environment: the marker has to fit into the 128 characters of a tag. */
export const environmentTag = (environment: string): Tag | undefined => parseTag(`env-${environment}`);

/** `at` in milliseconds since the epoch; the tags of one environment sort by it. */
export const promotionTag = (environment: string, at: number): Tag | undefined =>
  parseTag(
    `promoted-${environment}-${new Date(at)
      .toISOString()
      .replace(/[-:]/g, '')
      .replace(/\.(\d+)Z$/, '$1Z')}`,
  );

/** The promotions of an environment, the newest first; tags of other environments whose name begins alike are left out. */
export function promotionsOf(environment: string, tags: readonly string[]): Tag[] {
  const start = `promoted-${environment}-`;
  return tags
    .filter((tag) => tag.startsWith(start) && /^\d{8}T\d{9}Z$/.test(tag.slice(start.length)))
    .flatMap((tag) => parseTag(tag) ?? [])
    .sort()
    .reverse();
}
