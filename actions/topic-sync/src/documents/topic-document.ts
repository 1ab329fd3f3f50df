import { z } from 'zod';
import { apiVersion, labels, topicName, topicSpec } from './spec-shapes.ts';

/** The shape of a Topic document; the counts that it leaves out come from TopicDefaults or an overlay. */
export const topicDocument: z.ZodType = z
  .strictObject({
    apiVersion,
    kind: z.literal('Topic').describe('Topic'),
    metadata: z
      .strictObject({
        name: topicName,
        owner: z.string().optional().describe('who answers for the topic, as a text'),
        description: z.string().optional().describe('what the topic is for, as a text'),
        labels: labels.optional(),
        reasons: z
          .record(z.string(), z.string().describe('a text'))
          .optional()
          .describe('why a value is as it is, by its name: partitions, replicationFactor, retention.ms'),
      })
      .describe('name, owner, description, labels and reasons'),
    spec: z
      .strictObject(topicSpec)
      .describe('partitions, replicationFactor, ordering, config, placement and lifecycle'),
  })
  .describe('a Topic document');
