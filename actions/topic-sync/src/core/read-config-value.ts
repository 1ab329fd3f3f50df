import { parseDuration } from '../../../../lib/core/duration.ts';
import { parseSize } from '../../../../lib/core/size.ts';
import type { SourceValue } from '../../../../lib/core/source-value.ts';
import { canonical, listItems } from './config-value.ts';
import { cutValue } from './cut-value.ts';
import { KNOWN_CONFIGS, type KnownConfig } from './known-configs.ts';

export type ReadValue =
  | { readonly ok: true; readonly value: string | null }
  | { readonly ok: false; readonly what: string; readonly fix: string };

/** A value of a file as the text that is sent to Kafka; null stays null (no override). Sugar: `7d`, `1GiB`. */
export function readConfigValue(name: string, source: SourceValue): ReadValue {
  if (source.kind === 'scalar' && source.value === null) return { ok: true, value: null };
  const text = textOf(source);
  const known: KnownConfig = KNOWN_CONFIGS.get(name) ?? { type: 'UNKNOWN' };
  const value = isFit(known, source) ? (sugared(known, text) ?? sendable(known, text)) : undefined;
  if (value !== undefined && isAllowed(known, value)) return { ok: true, value };
  return {
    ok: false,
    what: `${name} cannot be ${JSON.stringify(cutValue(text))}`,
    fix: `Give ${allowed(known)}.`,
  };
}

/** A list of one item is not that item. */
const isFit = ({ type }: KnownConfig, { kind }: SourceValue): boolean =>
  kind === 'scalar' || type === 'LIST' || type === 'UNKNOWN';

function textOf(source: SourceValue): string {
  if (source.kind === 'scalar') return source.text;
  return source.kind === 'list' ? source.items.map(textOf).join(',') : '';
}

function sugared(known: KnownConfig, text: string): string | undefined {
  if (known.unit === undefined) return undefined;
  const value = known.unit === 'ms' ? parseDuration(text) : parseSize(text);
  return value === undefined ? undefined : canonical(known.type, String(value));
}

/** Lists keep the order of the file; everything else is sent in its canonical form. */
function sendable(known: KnownConfig, text: string): string | undefined {
  return known.type === 'LIST' ? listItems(text).join(',') : canonical(known.type, text);
}

function isAllowed(known: KnownConfig, value: string): boolean {
  if (known.least !== undefined && BigInt(value) < known.least) return false;
  const choices = known.choices;
  if (choices === undefined) return true;
  return (known.type === 'LIST' ? listItems(value) : [value]).every((item) => choices.includes(item));
}

const SUGAR = { ms: ' or a duration such as 7d (ms s m h d w)', bytes: ' or a size such as 1GiB or 20MB' };

/** What may stand in a file for a config, for people. */
export function allowed({ type, unit, least, choices }: KnownConfig): string {
  if (choices !== undefined) return `${type === 'LIST' ? 'a list of' : 'one of'} ${choices.join(', ')}`;
  if (type === 'BOOLEAN') return 'true or false';
  if (type === 'DOUBLE') return 'a number such as 0.5';
  const from = least === undefined ? '' : ` from ${String(least)}`;
  return `a whole ${type === 'INT' ? '32' : '64'}-bit number${from}${unit === undefined ? '' : SUGAR[unit]}`;
}
