import { z } from 'zod';
import { configShape } from './config-shape.ts';

export const apiVersion: z.ZodType<'kafka-fleet/v1'> = z.literal('kafka-fleet/v1').describe('kafka-fleet/v1');

/** The name of a topic; the parser says more exactly what is wrong with one. */
export const topicName: z.ZodType<string> = z
  .string()
  .min(1)
  .max(249)
  .meta({ description: 'the name of the topic', pattern: '^[a-zA-Z0-9._-]+$' });

export const partitions: z.ZodType<number | undefined> = z
  .int()
  .min(1)
  .max(100_000)
  .optional()
  .describe('a whole number from 1 to 100000');

export const replicationFactor: z.ZodType<number | undefined> = z
  .int()
  .min(1)
  .max(32_767)
  .optional()
  .describe('a whole number from 1 to 32767');

const orderings = ['keyed', 'none', 'unknown'] as const;

const ordering: z.ZodType<(typeof orderings)[number] | undefined> = z
  .enum(orderings)
  .optional()
  .describe('keyed (records of a key must stay in order), none, or unknown (the default, treated as keyed)');

const placements = ['unmanaged', 'rack-aware', 'balanced'] as const;

const placement: z.ZodType<(typeof placements)[number] | undefined> = z
  .enum(placements)
  .optional()
  .describe('unmanaged (the default), rack-aware or balanced');

interface Lifecycle {
  readonly deletion?: 'protect' | 'allow' | undefined;
  readonly configs?: 'managed' | 'additive' | undefined;
}

const lifecycle: z.ZodType<Lifecycle | undefined> = z
  .strictObject({
    deletion: z
      .enum(['protect', 'allow'])
      .optional()
      .describe('protect (the default) or allow (a Tombstone may delete the topic)'),
    configs: z
      .enum(['managed', 'additive'])
      .optional()
      .describe('managed (the default: undeclared overrides may be unset) or additive (never)'),
  })
  .optional()
  .describe('deletion and configs');

/** What a topic is to its team, by the label's name. */
export const labels = z
  .record(z.string(), z.string().min(1).describe('a text'))
  .describe('labels as texts, by their names');

/** What a document may say of a topic. */
export const topicSpec = {
  partitions,
  replicationFactor,
  ordering,
  config: configShape,
  placement,
  lifecycle,
};
