import { Blobs } from './blobs.ts';
import { Manifests } from './manifests.ts';
import type { OciRegistry, RegistryLogin } from './oci-registry.ts';
import type { Persistence } from './persist.ts';
import { Referrers } from './referrers.ts';
import { listTags } from './tags.ts';
import { Transport } from './transport.ts';

export interface RegistryAccess extends Persistence {
  /** `https://123456789012.dkr.ecr.eu-west-1.amazonaws.com`, `http://127.0.0.1:5000`. */
  readonly origin: string;
  /**
   * Asked for when the registry first wants a login, and with `again` when it no longer takes that one. Undefined:
   * what everybody may do. The password is never told in a message; mask it before it is given.
   */
  readonly login: (again: boolean) => Promise<RegistryLogin | undefined>;
  /** A folder of this run, where pulled blobs are kept for a while. */
  readonly scratch: string;
  /** Milliseconds after which a call where nothing moves is given up. */
  readonly stallMs?: number;
}

const STALL_MS = 60_000;

/** A registry by the OCI distribution specification, over fetch. */
export function ociRegistry(access: RegistryAccess): OciRegistry {
  const origin = new URL(access.origin);
  const { retries, clock, log, login, signal, stallMs = STALL_MS } = access;
  const now = (): number => clock.now();
  const transport = new Transport({ origin, retries, clock, log, login, signal, stallMs, now });
  const blobs = new Blobs(transport, access.scratch);
  const manifests = new Manifests(transport);
  const referrers = new Referrers(transport, manifests);
  return {
    host: origin.host,
    head: (...which) => manifests.head(...which),
    manifest: (...which) => manifests.get(...which),
    putManifest: async (...what) => (await manifests.put(...what)).digest,
    hasBlob: (...which) => blobs.has(...which),
    blob: (...which) => blobs.stream(...which),
    readBlob: (...which) => blobs.read(...which),
    pullBlob: (...which) => blobs.pull(...which),
    mountBlob: (...which) => blobs.mount(...which),
    uploadBlob: (...what) => blobs.upload(...what),
    referrers: (...whose) => referrers.list(...whose),
    tags: (repository) => listTags(transport, repository),
    attachReferrer: (...what) => referrers.attach(...what),
  };
}
