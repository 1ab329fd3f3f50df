import { formatSize } from '../../core/size.ts';
import { Flawed } from './flawed.ts';
import type { ReadLimits } from './reading.ts';

/** From here on the ratio counts. */
const HARMLESS_BYTES = 16 * 1024 ** 2;

/** Folders on the way to an entry, on average: each of them takes memory when the files are put together. */
const DEPTH = 16;

/** What may still be read; whoever goes over it has a bomb in hand. */
export class Budget {
  readonly #limits: ReadLimits;
  #expanded = 0;
  #entries = 0;
  #parts = 0;
  #manifests = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  manifest(): void {
    this.#manifests += 1;
    if (this.#manifests > this.#limits.manifests) {
      throw new Flawed('bomb', `there are more than ${String(this.#limits.manifests)} manifests`);
    }
  }

  /** `bytes` more have come out of a layer; so far it has given `layer` for the `stored` bytes of its blob. */
  expand(bytes: number, { layer, stored }: { readonly layer: number; readonly stored: number }): void {
    this.#expanded += bytes;
    const { expandedBytes, ratio } = this.#limits;
    if (this.#expanded > expandedBytes) {
      throw new Flawed('bomb', `the layers expand to more than ${formatSize(expandedBytes)}`);
    }
    if (layer > HARMLESS_BYTES && layer > stored * ratio) {
      const what = `its ${formatSize(stored)} expand to more than ${String(ratio)} times as much`;
      throw new Flawed('bomb', what);
    }
  }

  entry(name: string, target: string | null): void {
    this.#entries += 1;
    const { entries, pathLength } = this.#limits;
    if (this.#entries > entries) {
      throw new Flawed('bomb', `the layers have more than ${String(entries)} entries`);
    }
    if (Math.max(name.length, target?.length ?? 0) > pathLength) {
      throw new Flawed('bomb', `a name is longer than ${String(pathLength)} characters`);
    }
    this.#parts += name.split('/').length;
    if (this.#parts > entries * DEPTH) throw new Flawed('bomb', 'its folders lie too deep in each other');
  }
}
