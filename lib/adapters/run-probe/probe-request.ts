import type { Digest } from '../../core/image-reference.ts';

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

/** How a container went. */
export interface Ran {
  readonly kind: 'ran';
  /** by itself: before it was told to; killed: it did not end within its time. */
  readonly ended: 'by itself' | 'when told' | 'killed';
  readonly exitCode: number;
  /** From SIGTERM to its end; 0 when it ended by itself. */
  readonly stopSeconds: number;
  /** Paths outside of the writable folders that it wrote to, or tried to; as far as they are known. */
  readonly writes: readonly string[];
  /** Its last words. */
  readonly lastLines: readonly string[];
}

export type ProbeOutcome =
  | Ran
  /** There is nothing in the image that could be started. */
  | { readonly kind: 'not-started'; readonly because: string }
  /** Nobody has looked: no engine answers here. */
  | { readonly kind: 'no-engine'; readonly because: string }
  | { readonly kind: 'cancelled' };

export interface RunProbe {
  probe(request: ProbeRequest): Promise<ProbeOutcome>;
}
