import { WorldFailure } from '../../core/world-failure.ts';
import type { WireReader, WireWriter } from './wire.ts';

/** One request and its response of Kafka's protocol, in every version from `min` to `max`. */
export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  /** The versions that `encode` and `decode` know; the highest that the broker knows too is used. */
  readonly versions: VersionRange;
  /** The first version with compact lengths and tagged fields (KIP-482). */
  readonly flexibleFrom: number;
  /** How long the broker may work on the request by its own time-out, in milliseconds; the answer comes after that. */
  readonly worksForMs?: (request: Request) => number;
  /** Writes the body, without the header. */
  readonly encode: (writer: WireWriter, request: Request, version: number) => void;
  /** Reads the body, without the header. An error code is a value for the caller, never thrown. */
  readonly decode: (reader: WireReader, version: number) => Response;
}

/** Both ends belong to the range. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** The broker and we have no version of the API in common. */
export class ApiUnsupported extends WorldFailure {
  constructor(
    api: Pick<Api<never, unknown>, 'name' | 'versions'>,
    broker: string,
    theirs: VersionRange | undefined,
  ) {
    const known = theirs === undefined ? 'does not have the API' : `knows ${describeRange(theirs)}`;
    super(
      `${api.name}: broker ${broker} ${known}, this program knows ${describeRange(api.versions)}. ` +
        'Use a Kafka release from 2.4 to 4.x, in KRaft mode for the quorum.',
    );
    this.name = 'ApiUnsupported';
  }
}

/** The highest version that both sides know; undefined when there is none. */
export function negotiate(ours: VersionRange, theirs: VersionRange | undefined): number | undefined {
  if (theirs === undefined) return undefined;
  const version = Math.min(ours.max, theirs.max);
  return version >= Math.max(ours.min, theirs.min) ? version : undefined;
}

const describeRange = ({ min, max }: VersionRange): string => `versions ${String(min)} to ${String(max)}`;
