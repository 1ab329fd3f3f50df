import { z } from 'zod';
import type { TopicShape } from './core/read-topic.ts';

const configValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
  .describe('a text, a number, true, false, a list of texts, or null for "no override"');

/** The shape of a Topic document; `schemas/topic.schema.json` is generated from it. */
export const topicDocument: z.ZodType<TopicShape> = z
  .strictObject({
    apiVersion: z.literal('kafka-fleet/v1').describe('kafka-fleet/v1'),
    kind: z.literal('Topic').describe('Topic'),
    metadata: z
      .strictObject({
        name: z.string().min(1).max(249).describe('the name of the topic'),
        owner: z.string().optional().describe('who answers for the topic, as a text'),
        description: z.string().optional().describe('what the topic is for, as a text'),
      })
      .describe('name, owner and description'),
    spec: z
      .strictObject({
        partitions: z.int().min(1).max(100_000).describe('a whole number from 1 to 100000'),
        replicationFactor: z.int().min(1).max(32_767).describe('a whole number from 1 to 32767'),
        ordering: z
          .enum(['keyed', 'none', 'unknown'])
          .optional()
          .describe(
            'keyed (records of a key must stay in order), none, or unknown (the default, treated as keyed)',
          ),
        config: z
          .record(z.string(), configValue)
          .optional()
          .describe(
            'topic configs by their Kafka names; 7d and 1GiB are read where the config is a time or a size',
          ),
        lifecycle: z
          .strictObject({
            configs: z
              .enum(['managed', 'additive'])
              .optional()
              .describe(
                'managed (the default: `allow: prune` unsets undeclared overrides) or additive (never)',
              ),
          })
          .optional()
          .describe('configs'),
      })
      .describe('partitions, replicationFactor, ordering, config and lifecycle'),
  })
  .describe('a Topic document');
