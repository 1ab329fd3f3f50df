/** Bytes of each literal that the search goes by; no literal may be shorter. */
const LEAST_LITERAL = 4;

/**
 * Finds where one of many literals begins, in one pass (the method of Wu and Manber): the last two bytes of a window
 * of four say how far the next place is where a literal can end, so most bytes are never looked at.
 */
export class LiteralSearch {
  readonly #literals: readonly Uint8Array[];
  /** By two bytes: how far to go on; 0: a literal's fourth byte can be here. */
  readonly #shift = new Uint8Array(65_536).fill(LEAST_LITERAL - 1);
  readonly #byEnd = new Map<number, number[]>();

  constructor(literals: readonly Uint8Array[]) {
    this.#literals = literals;
    for (const [index, literal] of literals.entries()) this.#learn(literal, index);
  }

  #learn(literal: Uint8Array, index: number): void {
    if (literal.length < LEAST_LITERAL) throw new Error('a literal is too short to be searched for');
    for (let end = 1; end < LEAST_LITERAL; end += 1) {
      const pair = pairAt(literal, end);
      this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, LEAST_LITERAL - 1 - end);
    }
    const last = pairAt(literal, LEAST_LITERAL - 1);
    this.#byEnd.set(last, [...(this.#byEnd.get(last) ?? []), index]);
  }

  /** Tells of every literal that begins from `from` on and before `to`. */
  find(
    bytes: Uint8Array,
    { from, to }: { readonly from: number; readonly to: number },
    found: (at: number, literal: number) => void,
  ): void {
    const shift = this.#shift;
    const last = Math.min(to + LEAST_LITERAL - 1, bytes.length);
    let end = from + LEAST_LITERAL - 1;
    while (end < last) {
      const pair = pairAt(bytes, end);
      const step = shift[pair] ?? 1;
      if (step === 0) this.#compare(bytes, end - LEAST_LITERAL + 1, found);
      end += step === 0 ? 1 : step;
    }
  }

  #compare(bytes: Uint8Array, at: number, found: (at: number, literal: number) => void): void {
    for (const index of this.#byEnd.get(pairAt(bytes, at + LEAST_LITERAL - 1)) ?? []) {
      const literal = this.#literals[index] ?? bytes;
      if (literal.every((byte, offset) => byte === bytes[at + offset])) found(at, index);
    }
  }
}

const pairAt = (bytes: Uint8Array, end: number): number => ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);
