/** A broker that is up, and where it is. */
export interface RackedBroker {
  readonly id: number;
  /** null where the broker does not say. */
  readonly rack: string | null;
}

/**
 * The brokers that are up, by rack, in an order of its own for each topic: so the first choices of many topics fall on
 * different brokers, without a look at any other topic. Brokers without a rack are one rack.
 */
export class Racks {
  /** A broker of each rack in turn. */
  readonly ids: readonly number[];
  readonly names: readonly string[];
  readonly #racks: ReadonlyMap<number, string>;

  constructor(brokers: readonly RackedBroker[], topic: string) {
    const sorted = brokers.toSorted((a, b) => a.id - b.id);
    this.#racks = new Map(sorted.map(({ id, rack }) => [id, rack ?? '']));
    this.names = [...new Set(this.#racks.values())].sort();
    const byRack = this.names.map((name) => sorted.filter(({ rack }) => (rack ?? '') === name));
    const longest = Math.max(0, ...byRack.map(({ length }) => length));
    const turns = Array.from({ length: longest }, (_, turn) => byRack.flatMap((rack) => rack[turn] ?? []));
    const ids = turns.flat().map(({ id }) => id);
    this.ids = rotated(ids, hashOf(topic));
  }

  /** undefined for a broker that is not up: nobody tells its rack then. */
  rackOf = (id: number): string | undefined => this.#racks.get(id);

  inRack = (name: string): number[] => this.ids.filter((id) => this.#racks.get(id) === name);

  /** In how many different racks the replicas are at most: those that cannot be told may each be in one of their own. */
  spreadOf(replicas: readonly number[]): number {
    const known = replicas.map(this.rackOf).filter((rack) => rack !== undefined);
    return new Set(known).size + replicas.length - known.length;
  }

  /** In as many racks as there can be, as far as that can be told. */
  isSpread = (replicas: readonly number[]): boolean =>
    this.spreadOf(replicas) >= Math.min(replicas.length, this.names.length);
}

export const rotated = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, index) => items[(index + by) % items.length]).filter((item) => item !== undefined);

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
