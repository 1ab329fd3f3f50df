import type { RegistryCall, RegistryCallKind } from './registry-call.ts';

/** An error as registries tell it. */
export interface RegistryError {
  readonly status: number;
  /** `TAG_INVALID` and the like. */
  readonly code: string;
  readonly message: string;
}

/**
 * What goes wrong: an answer in place of the registry's own; the connection is cut before anything is carried out,
 * after it was carried out, or in the middle of the answer; or there is never an answer.
 */
export type Trouble = RegistryError | 'cut-before' | 'cut-after' | 'cut-midway' | 'hang';

export interface RegistryFault {
  /** Any call when it is left out. */
  readonly kind?: RegistryCallKind;
  /** A part of the repository's name, the digest or the tag. */
  readonly about?: string;
  /** How many such calls go well before it; 0 when it is left out. */
  readonly after?: number;
  /** How many such calls it happens to; 1 when it is left out. */
  readonly times?: number;
  readonly trouble: Trouble;
}

export const error = (status: number, code: string, message: string): RegistryError => ({
  status,
  code,
  message,
});

/** Faults that are still to happen. */
export class RegistryFaults {
  #waiting: { readonly fault: RegistryFault; after: number; times: number }[] = [];

  order(fault: RegistryFault): void {
    this.#waiting.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
  }

  /** From now on all goes well. */
  clear(): void {
    this.#waiting = [];
  }

  /** What happens to this call: the first fault that is about it. */
  take(call: RegistryCall): Trouble | undefined {
    const found = this.#waiting.find(({ fault }) => isAbout(fault, call));
    if (found === undefined) return undefined;
    if (found.after > 0) {
      found.after -= 1;
      return undefined;
    }
    found.times -= 1;
    if (found.times <= 0) this.#waiting = this.#waiting.filter((each) => each !== found);
    return found.fault.trouble;
  }
}

const isAbout = ({ kind, about = '' }: RegistryFault, call: RegistryCall): boolean =>
  (kind === undefined || kind === call.kind) && `${call.repository} ${call.reference}`.includes(about);
