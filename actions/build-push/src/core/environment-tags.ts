/**
 * Which image an environment runs, as tags: `env-<name>` points to it where tags may move, and every promotion leaves
 * `promoted-<name>-<time>`, which never moves. So the last promotions can be told from a repository alone, and a
 * lifecycle policy that keeps tagged images keeps what was deployed.
 */
import { parseTag, type Tag } from '../../../../lib/core/image-reference.ts';
import { newestFirst, timedTag } from './timed-tags.ts';

/** Undefined where the name of the environment makes no tag; so in `promotionTag`. */
export const environmentTag = (environment: string): Tag | undefined => parseTag(`env-${environment}`);

/** `at` in milliseconds since the epoch. */
export const promotionTag = (environment: string, at: number): Tag | undefined =>
  timedTag(`promoted-${environment}`, at);

/** The promotions of an environment, the newest first. */
export const promotionsOf = (environment: string, tags: readonly Tag[]): Tag[] =>
  newestFirst(`promoted-${environment}`, tags);
