import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One exchange with a real broker; bodies only, without headers, in hexadecimal. */
export interface RecordedExchange {
  readonly api: string;
  readonly version: number;
  readonly request: unknown;
  readonly requestBytes: string;
  readonly responseBytes: string;
  /** 64-bit numbers as texts; in the request with an `n` behind. */
  readonly response: unknown;
}

export const RECORDED_VERSIONS = ['3.9.2', '4.3.1'] as const;

const fileOf = (kafkaVersion: string): string =>
  fileURLToPath(new URL(`recorded/kafka-${kafkaVersion}.json`, import.meta.url));

export async function readRecording(kafkaVersion: string): Promise<RecordedExchange[]> {
  return JSON.parse(await readFile(fileOf(kafkaVersion), 'utf8'), revive) as RecordedExchange[];
}

const revive = (_key: string, item: unknown): unknown =>
  typeof item === 'string' && /^-?\d+n$/.test(item) ? BigInt(item.slice(0, -1)) : item;

export async function writeRecording(
  kafkaVersion: string,
  exchanges: readonly RecordedExchange[],
): Promise<void> {
  await writeFile(fileOf(kafkaVersion), `${JSON.stringify(exchanges, null, 2)}\n`);
}

/** As JSON keeps a response. */
export const asJson = (value: unknown): unknown => withBigints(value, String);

/** As JSON keeps a request, to be written again: 64-bit numbers as `4711n`. */
export const requestAsJson = (value: unknown): unknown => withBigints(value, (item) => `${String(item)}n`);

const withBigints = (value: unknown, textOf: (item: bigint) => string): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? textOf(item) : item)),
  );
