import type { MessageKey } from './message-key.ts';

/** One line of a partition's action history. Times are milliseconds since 1970 by the writer's clock. */
export type HistoryLine = Opened | Below | Started | Finished | Undone | Released;

/** Somebody took the partition over. The generation is that of the consumer group, for people who read the file. */
interface Opened {
  readonly kind: 'opened';
  readonly epoch: number;
  readonly generation: number;
  readonly owner: string;
  readonly at: number;
}

/** Every message below this offset is handled. */
interface Below {
  readonly kind: 'below';
  readonly offset: bigint;
}

/** On disk before the action begins. */
interface Started {
  readonly kind: 'started';
  readonly key: MessageKey;
  readonly offset: bigint;
  /** Counts from 1. */
  readonly attempt: number;
  readonly at: number;
}

/** On disk after the action ended, or was found to have ended. */
interface Finished {
  readonly kind: 'finished';
  readonly key: MessageKey;
  readonly offset: bigint;
}

/** A started action that is known not to have happened. */
interface Undone {
  readonly kind: 'undone';
  readonly key: MessageKey;
}

/** The owner has stopped: none of what it started is running any more. */
interface Released {
  readonly kind: 'released';
  readonly at: number;
}

export function formatLine(line: HistoryLine): string {
  const asText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
  return `${JSON.stringify(line, asText)}\n`;
}

/** Undefined for a text that `formatLine` did not write. */
export function parseLine(text: string): HistoryLine | undefined {
  const fields = objectIn(text);
  const kind = KINDS.find((each) => each === fields?.['kind']);
  if (fields === undefined || kind === undefined) return undefined;
  const read: Record<string, unknown> = { kind };
  for (const name of FIELDS[kind]) {
    read[name] = READERS[name](fields[name]);
    if (read[name] === undefined) return undefined;
  }
  return read as unknown as HistoryLine;
}

/** The fields of each kind of line, all of which have to be there. */
const FIELDS = {
  opened: ['epoch', 'generation', 'owner', 'at'],
  below: ['offset'],
  started: ['key', 'offset', 'attempt', 'at'],
  finished: ['key', 'offset'],
  undone: ['key'],
  released: ['at'],
} as const satisfies { readonly [Kind in HistoryLine['kind']]: readonly FieldOf<Kind>[] };

type FieldOf<Kind> = Exclude<keyof Extract<HistoryLine, { readonly kind: Kind }>, 'kind'>;

const KINDS = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

const READERS = {
  epoch: countIn,
  generation: (value: unknown) => (Number.isSafeInteger(value) ? value : undefined),
  owner: (value: unknown) => (typeof value === 'string' ? value : undefined),
  at: countIn,
  attempt: countIn,
  key: (value: unknown) => (typeof value === 'string' && /^(at|id):/.test(value) ? value : undefined),
  offset: (value: unknown) =>
    typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined,
} as const;

function countIn(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
