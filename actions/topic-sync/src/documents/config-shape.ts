import { z } from 'zod';
import { KNOWN_CONFIGS, type KnownConfig } from '../core/known-configs.ts';
import { allowed } from '../core/read-config-value.ts';
import { THROTTLE_KEYS } from '../core/topic.ts';

const configValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
  .describe('a text, a number, true, false, a list of texts, or null for "no override"');

const SUGAR = { ms: String.raw`\d+(ms|s|m|h|d|w)`, bytes: String.raw`\d+[KMGT]i?B` };

/**
 * Topic configs. The parser judges the values of known ones itself, exactly and with better words; for editors the
 * published schema says of each what it can.
 */
export const configShape: z.ZodType<Readonly<Record<string, unknown>> | undefined> = z
  .record(z.string(), configValue)
  .optional()
  .meta({
    description:
      'topic configs by their Kafka names; 7d and 1GiB are read where the config is a time or a size, null is no override',
    properties: Object.fromEntries(
      [...KNOWN_CONFIGS].map(([name, known]) => [name, knownSchema(name, known)]),
    ),
  });

function knownSchema(name: string, known: KnownConfig): object | false {
  if (THROTTLE_KEYS.has(name)) return false;
  return { description: allowed(known), anyOf: [...valueSchemas(known), { type: 'null' }] };
}

function valueSchemas({ type, unit, least, choices }: KnownConfig): object[] {
  switch (type) {
    case 'BOOLEAN':
      return [
        { type: 'boolean' },
        { type: 'string', pattern: '^ *([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]) *$' },
      ];
    case 'DOUBLE':
      return [
        { type: 'number' },
        { type: 'string', pattern: String.raw`^ *[-+]?[0-9.]+([eE][-+]?[0-9]+)? *$` },
      ];
    case 'INT':
    case 'SHORT':
    case 'LONG': {
      const plain = String.raw`[-+]?\d+`;
      const pattern = `^ *(${unit === undefined ? plain : `${plain}|${SUGAR[unit]}`}) *$`;
      const minimum = least === undefined ? {} : { minimum: Number(least) };
      return [
        { type: 'number', ...minimum },
        { type: 'string', pattern },
      ];
    }
    case 'LIST':
      return [{ type: 'string' }, { type: 'array', items: choices ? { enum: choices } : { type: 'string' } }];
    case 'STRING':
      return [choices === undefined ? { type: ['string', 'number'] } : { enum: choices }];
    case 'CLASS':
    case 'PASSWORD':
    case 'UNKNOWN':
      return [{ type: ['string', 'number', 'boolean'] }];
  }
}
