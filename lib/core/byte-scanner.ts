/** Looks for what must not be in a file; it is given every byte of it once, in order. */
export interface ByteScanner {
  /** Begins a file (or a text). */
  scan(): ByteScan;
}

export interface ByteScan {
  /** The chunk is not kept: the caller may use its memory again. */
  write(chunk: Uint8Array): void;
  end(): readonly ScanHit[];
}

/** What was found and where; never what it says. */
export interface ScanHit {
  /** The pattern's title: `AWS access key`. */
  readonly pattern: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly encoding: 'plain' | 'base64';
}
