import type { ByteScan, ByteScanner, ScanHit } from '../../../../../../lib/core/byte-scanner.ts';
import { LiteralSearch } from './literal-search.ts';
import { type KnownSecret, knownTerms, latin1, patternTerms, type SearchTerm } from './search-terms.ts';
import { SECRET_PATTERNS } from './secret-patterns.ts';

/** Bytes that have to be seen before and after the beginning of a secret to tell what it is. */
const BEFORE = 16;
const AFTER = 3_072;
/** Of one file; more of them say nothing new. */
const MOST_HITS = 10;

/** Finds secrets by what they look like, and these values, in plain and in base64. */
export function secretScanner(known: readonly KnownSecret[]): ByteScanner {
  const terms = [...SECRET_PATTERNS.flatMap(patternTerms), ...known.flatMap(knownTerms)];
  const search = new LiteralSearch(terms.map(({ literal }) => bytesOf(literal)));
  return { scan: () => new SecretScan(terms, search) };
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * Looks at each place once all that has to be seen around it is there, so that it does not matter where chunks are
 * cut: the end of a chunk is kept, and looked at with the next one.
 */
class SecretScan implements ByteScan {
  readonly #terms: readonly SearchTerm[];
  readonly #search: LiteralSearch;
  readonly #hits: ScanHit[] = [];
  /** The end of what came so far, and how many bytes of it are looked at already. */
  #kept = new Uint8Array(0);
  #done = 0;
  /** Offset of the first kept byte in the file. */
  #offset = 0;

  constructor(terms: readonly SearchTerm[], search: LiteralSearch) {
    this.#terms = terms;
    this.#search = search;
  }

  write(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#kept.length + chunk.length);
    bytes.set(this.#kept);
    bytes.set(chunk, this.#kept.length);
    const to = Math.max(this.#done, bytes.length - AFTER);
    this.#look(bytes, to);
    const from = Math.max(0, to - BEFORE);
    this.#kept = bytes.slice(from);
    this.#done = to - from;
    this.#offset += from;
  }

  end(): readonly ScanHit[] {
    this.#look(this.#kept, this.#kept.length);
    return this.#hits;
  }

  #look(bytes: Uint8Array, to: number): void {
    this.#search.find(bytes, { from: this.#done, to }, (at, index) => {
      const term = this.#terms[index];
      if (term === undefined || this.#hits.length >= MOST_HITS) return;
      const from = Math.max(0, at - BEFORE);
      const around = latin1(bytes.subarray(from, at + AFTER));
      if (!term.confirm(around, at - from)) return;
      const offset = this.#offset + at;
      // One place can be reached by two literals: `:_auth` is the beginning of `:_authToken`.
      if (this.#hits.at(-1)?.offset === offset) return;
      this.#hits.push({ pattern: term.title, offset, encoding: term.encoding });
    });
  }
}
