/** How a container went that was started as a hardened pod would start it, and told to end. */
export interface ProbeRun {
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
