import type { RepositoryName } from '../../../../lib/core/image-reference.ts';

/** A repository that an image is pushed to, or taken from. */
export interface Target {
  readonly repository: RepositoryName;
  readonly registry: Registry;
}

export type Registry = EcrRegistry | PublicRegistry | PlainRegistry;

export interface EcrRegistry {
  readonly kind: 'ecr';
  /** Undefined: the account of the credentials. */
  readonly account: string | undefined;
  readonly region: string;
  /** The role that is taken for it; undefined: the one of the job. */
  readonly role: string | undefined;
  /** Where the images are sent instead of ECR's own address: a proxy, or the lab. */
  readonly endpoint: string | undefined;
}

/** Amazon's public gallery, whose repositories begin with an alias: `public.ecr.aws/<alias>/...`. */
export interface PublicRegistry extends Pick<EcrRegistry, 'account' | 'role'> {
  readonly kind: 'ecr-public';
  /** `https://public.ecr.aws`, or the one over IPv6. */
  readonly endpoint: string;
}

/** Any registry of the OCI distribution specification; it has no API for settings and scans. */
export interface PlainRegistry {
  readonly kind: 'plain';
  /** `https://host`, or `http://` on this machine alone. */
  readonly endpoint: string;
}

/** The host of an endpoint, with its port. */
export const hostOf = (endpoint: string): string => endpoint.replace(/^https?:\/\//, '').replace(/\/+$/, '');

const LOOPBACK = /^http:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?\/?$/;

/** Passwords and images are never sent in the clear to another machine. */
export const isEndpoint = (text: string): boolean =>
  /^https:\/\/[\w.-]+(?::\d+)?\/?$/.test(text) || LOOPBACK.test(text);
