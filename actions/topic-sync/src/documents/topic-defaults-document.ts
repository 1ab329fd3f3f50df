import { z } from 'zod';
import { configShape } from './config-shape.ts';
import { apiVersion, partitions, replicationFactor } from './spec-shapes.ts';

/** The shape of a TopicDefaults document. */
export const topicDefaultsDocument: z.ZodType = z
  .strictObject({
    apiVersion,
    kind: z.literal('TopicDefaults').describe('TopicDefaults'),
    metadata: z
      .strictObject({ description: z.string().optional().describe('a text') })
      .optional()
      .describe('description'),
    spec: z
      .strictObject({ partitions, replicationFactor, config: configShape })
      .describe('partitions, replicationFactor and config'),
  })
  .describe('a TopicDefaults document');
