import type { SourceValue } from '../../../../../lib/core/source-value.ts';
import { canonical, listItems, sameValue } from '../config-value.ts';
import { BYTES, exactUnit, MILLISECONDS } from '../exact-unit.ts';
import { KNOWN_CONFIGS, type KnownConfig } from '../known-configs.ts';
import { readConfigValue } from '../read-config-value.ts';
import type { ConfigType } from '../topic.ts';
import { yamlText } from './yaml-text.ts';

const UNKNOWN: KnownConfig = { type: 'UNKNOWN' };

/** A value as it stands in a file: with a unit, or as a list, where that says exactly the same. */
export function configText(name: string, value: string): string {
  const known = KNOWN_CONFIGS.get(name) ?? UNKNOWN;
  if (known.type === 'LIST') return `[${listItems(value).map(yamlText).join(', ')}]`;
  const text = canonical(known.type, value);
  if (text === undefined || !UNQUOTED.has(known.type)) return yamlText(value);
  return withUnit(known, text) ?? text;
}

/** Their canonical texts are what they are to every reader; digits are never a number on the way. */
const UNQUOTED: ReadonlySet<ConfigType> = new Set(['INT', 'SHORT', 'LONG', 'DOUBLE', 'BOOLEAN']);

const UNITS = {
  ms: MILLISECONDS,
  bytes: [['TiB', 1_099_511_627_776n], ...BYTES, ['MB', 1_000_000n]],
} as const;

/** A duration is read as a number. */
const MOST_WITH_UNIT = BigInt(Number.MAX_SAFE_INTEGER);

function withUnit({ unit }: KnownConfig, text: string): string | undefined {
  if (unit === undefined) return undefined;
  const value = BigInt(text);
  return value > MOST_WITH_UNIT ? undefined : exactUnit(value, UNITS[unit]);
}

/** Whether this program reads the same value from a file; the brokers take some that it refuses. */
export function canBeWritten(name: string, type: ConfigType, value: string): boolean {
  const place = { file: '', line: 1, column: 1 };
  const source: SourceValue = { kind: 'scalar', place, text: value, value };
  const read = readConfigValue(name, source);
  return read.ok && read.value !== null && sameValue(type, read.value, value);
}
