/** While it is held, a cancelled job is asked to end instead of being ended at once. */
export interface Cancellation extends Disposable {
  readonly isCancelled: () => boolean;
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
}

/** GitHub cancels a job by SIGINT, 7.5 s later SIGTERM and 2.5 s after that a kill; Kubernetes by SIGTERM. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

export function watchCancellation(source: SignalSource = process): Cancellation {
  const controller = new AbortController();
  const note = (): void => {
    controller.abort();
  };
  for (const signal of SIGNALS) source.on(signal, note);
  return {
    isCancelled: () => controller.signal.aborted,
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) source.off(signal, note);
    },
  };
}
