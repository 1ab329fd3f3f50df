/** What one address of zookeeper-connect tells. */
export interface ServerSight {
  /** As it is written there, `host:port`. */
  readonly address: string;
  /** Its host, and what that resolves to. */
  readonly hosts: readonly string[];
  /** The id that it says, or said earlier in this run; undefined where it may not be asked. */
  readonly id: number | undefined;
  readonly answer: ServerAnswer;
}

export type ServerAnswer =
  | { readonly kind: 'serves'; readonly server: ServerFacts }
  | { readonly kind: 'idle' | 'silent'; readonly reason: string };

/** What a server says when it serves; what it does not tell is left out. */
export interface ServerFacts {
  readonly mode: 'leader' | 'follower' | 'observer' | 'standalone';
  readonly voters?: number;
  readonly voterIds?: readonly number[];
  readonly syncedFollowers?: number;
  /** Why there are no numbers. */
  readonly uncounted?: string;
}

/** A sight and the node that it is of, as far as it is known. */
export interface PlacedSight {
  readonly sight: ServerSight;
  /** By its own word, else by its address. */
  readonly id: number | undefined;
  /** The id that the instance with its address is tagged with. */
  readonly tagged: number | undefined;
}
