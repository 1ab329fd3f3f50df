import { z } from 'zod';
import { apiVersion, topicName } from './spec-shapes.ts';

/** The shape of a Tombstone document. */
export const tombstoneDocument: z.ZodType = z
  .strictObject({
    apiVersion,
    kind: z.literal('Tombstone').describe('Tombstone'),
    metadata: z.strictObject({ name: topicName }).describe('name'),
    spec: z
      .strictObject({
        topicIds: z
          .record(
            z.string(),
            z
              .string()
              .regex(/^[\w-]{22}$/)
              .describe('the id of the topic, 22 characters, as the plan shows it'),
          )
          .describe('the id of the topic in each environment that is to lose it'),
        reason: z.string().min(1).describe('why the topic goes, as a text'),
      })
      .describe('topicIds and reason'),
  })
  .describe('a Tombstone document');
