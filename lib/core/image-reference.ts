/**
 * Names of images by the grammar of the OCI distribution specification.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 */

declare const repositoryName: unique symbol;
declare const imageTag: unique symbol;
declare const imageDigest: unique symbol;

export type RepositoryName = string & { readonly [repositoryName]: true };
export type Tag = string & { readonly [imageTag]: true };
/** `sha256:` and 64 digits; other algorithms are refused, no registry makes them by itself. */
export type Digest = string & { readonly [imageDigest]: true };

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
/** Docker's bound, with room for the host before it. */
const NAME_LENGTH = 255;

export function parseRepositoryName(text: string): RepositoryName | undefined {
  const fits = text.length <= NAME_LENGTH && text.split('/').every((part) => COMPONENT.test(part));
  return fits ? (text as RepositoryName) : undefined;
}

export const parseTag = (text: string): Tag | undefined =>
  /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text) ? (text as Tag) : undefined;

export const parseDigest = (text: string): Digest | undefined =>
  /^sha256:[0-9a-f]{64}$/.test(text) ? (text as Digest) : undefined;

/** A tag never holds a colon, a digest always does. */
export const isDigest = (reference: Tag | Digest): reference is Digest => reference.includes(':');

/** The 64 digits alone. */
export const hexOf = (digest: Digest): string => digest.slice('sha256:'.length);
