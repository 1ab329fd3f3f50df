import type { ConfigType } from './topic.ts';

/** Both ends belong to the range. */
const RANGES = {
  SHORT: { least: -(2n ** 15n), most: 2n ** 15n - 1n },
  INT: { least: -(2n ** 31n), most: 2n ** 31n - 1n },
  LONG: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
} as const;

/** Whether two texts are one value to Kafka: `0.50` = `0.5`, `compact,delete` = `delete, compact`, `TRUE` = `true`. */
export function sameValue(type: ConfigType, one: string, other: string): boolean {
  return one === other || (canonical(type, one) ?? one) === (canonical(type, other) ?? other);
}

/** The one text that stands for a value of this type; undefined when the text is no such value. */
export function canonical(type: ConfigType, text: string): string | undefined {
  switch (type) {
    case 'INT':
    case 'SHORT':
    case 'LONG':
      return canonicalInteger(type, text.trim());
    case 'DOUBLE':
      return canonicalDouble(text.trim());
    case 'BOOLEAN':
      return /^(true|false)$/i.test(text.trim()) ? text.trim().toLowerCase() : undefined;
    case 'LIST':
      return [...new Set(listItems(text))].sort().join(',');
    case 'STRING':
    case 'CLASS':
    case 'PASSWORD':
    case 'UNKNOWN':
      // As Kafka stores and shows them.
      return text.trim();
  }
}

/** The items of a list as Kafka reads them. */
export const listItems = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

// As text and BigInt all the way: flush.ms is 9223372036854775807 by default, which a number cannot hold.
function canonicalInteger(type: keyof typeof RANGES, text: string): string | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  const { least, most } = RANGES[type];
  return value >= least && value <= most ? String(value) : undefined;
}

function canonicalDouble(text: string): string | undefined {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  return String(Number(text));
}
