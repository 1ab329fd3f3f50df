import { parsed, type Parsed } from '../../../lib/core/problem.ts';
import {
  duration,
  oneOf,
  type RawInputs,
  readInputs,
  requiredText,
  wholeNumber,
} from '../../../lib/core/read-inputs.ts';
import { LOG_LEVELS, type LogLevel } from '../../hosting/src/log-level.ts';

/** The producer's own settings; each is read from the variable of that name in capitals (`QUEUE_LIMIT`). */
export const producerReaders = {
  topic: requiredText('the name of the topic'),
  source: oneOf(['stdin', 'http', 'generate'], 'stdin'),
  rate: wholeNumber(10, 1, 100_000),
  count: wholeNumber(0, 0, Number.MAX_SAFE_INTEGER),
  keys: wholeNumber(100, 1, 1_000_000),
  'queue-limit': wholeNumber(10_000, 1, 1_000_000),
  'max-record-bytes': wholeNumber(900_000, 1_000, 100_000_000),
  'post-timeout': duration('30s', { least: '100ms', most: '10m' }),
  'flush-budget': duration('40s', { least: '0s', most: '45s' }),
  port: wholeNumber(8080, 0, 65_535),
  'log-level': oneOf(LOG_LEVELS, 'info'),
} as const;

export interface ProducerInputs {
  readonly topic: string;
  readonly source: 'stdin' | 'http' | 'generate';
  /** Of `generate`: records a second, how many of them (0: without end), and over how many keys. */
  readonly generate: { readonly rate: number; readonly count: number; readonly keys: number };
  /** Records that may wait for their acknowledgement. */
  readonly queueLimit: number;
  readonly maxRecordBytes: number;
  /** How long a POST waits for its acknowledgement, in milliseconds. */
  readonly postTimeoutMs: number;
  /** How long the end may take to write what was taken, in milliseconds. */
  readonly flushBudgetMs: number;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export function readProducerInputs(raw: RawInputs): Parsed<ProducerInputs> {
  const read = readInputs(raw, producerReaders);
  if (!read.ok) return read;
  const { topic, source, rate, count, keys, port, ...value } = read.value;
  return parsed({
    ...{ topic, source, port, generate: { rate, count, keys } },
    queueLimit: value['queue-limit'],
    maxRecordBytes: value['max-record-bytes'],
    postTimeoutMs: value['post-timeout'],
    flushBudgetMs: value['flush-budget'],
    logLevel: value['log-level'],
  });
}
