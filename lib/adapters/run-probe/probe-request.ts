import type { Digest } from '../../core/image-reference.ts';
import type { ProbeRun } from '../../core/probe-run.ts';

/** An image that is started as a hardened pod would start it, and told to end. */
export interface ProbeRequest {
  /** A folder with an OCI image layout. */
  readonly layout: string;
  /** Of one image, for one platform: not of an index. */
  readonly digest: Digest;
  readonly environment?: ReadonlyMap<string, string>;
  /** Folders that it may write to: empty, and gone when it ends. */
  readonly writable?: readonly string[];
  /** Milliseconds that it may run before it is told to end. */
  readonly runFor: number;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly stopTimeout: number;
  readonly signal?: AbortSignal;
}

export type ProbeOutcome =
  | ProbeRun
  /** There is nothing in the image that could be started. */
  | { readonly kind: 'not-started'; readonly because: string }
  /** Nobody has looked: no engine answers here. */
  | { readonly kind: 'no-engine'; readonly because: string }
  | { readonly kind: 'cancelled' };

export interface RunProbe {
  /** Why nothing can be started here; undefined when it can. */
  absent(): Promise<string | undefined>;
  probe(request: ProbeRequest): Promise<ProbeOutcome>;
}
