import type { WireReader } from './wire.ts';

/** What became of the changes of one request. */
export interface ChangeResults<Result> {
  /** For how long the controller changes no more topics for this client (KIP-599), in milliseconds. */
  readonly throttleMs: number;
  readonly results: readonly Result[];
}

/** throttle_ms INT32, [results], each of them a structure. */
export const readChangeResults = <Result>(
  reader: WireReader,
  fields: (reader: WireReader) => Result,
): ChangeResults<Result> =>
  reader.structure(() => ({
    throttleMs: reader.int32(),
    results: reader.array(() => reader.structure(fields)),
  }));
