import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One exchange with a real broker; bodies only, without headers, in hexadecimal. */
export interface RecordedExchange {
  readonly api: string;
  readonly version: number;
  readonly request: unknown;
  readonly requestBytes: string;
  readonly responseBytes: string;
  /** 64-bit numbers as texts. */
  readonly response: unknown;
}

export const RECORDED_VERSIONS = ['3.9.2', '4.3.1'] as const;

const fileOf = (kafkaVersion: string): string =>
  fileURLToPath(new URL(`recorded/kafka-${kafkaVersion}.json`, import.meta.url));

export async function readRecording(kafkaVersion: string): Promise<RecordedExchange[]> {
  return JSON.parse(await readFile(fileOf(kafkaVersion), 'utf8')) as RecordedExchange[];
}

export async function writeRecording(
  kafkaVersion: string,
  exchanges: readonly RecordedExchange[],
): Promise<void> {
  await writeFile(fileOf(kafkaVersion), `${JSON.stringify(exchanges, null, 2)}\n`);
}

/** As JSON keeps it. */
export const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)),
  );
