import { z } from 'zod';
import { apiVersion, topicSpec } from './spec-shapes.ts';

/** The shape of a TopicOverlay document. */
export const topicOverlayDocument: z.ZodType = z
  .strictObject({
    apiVersion,
    kind: z.literal('TopicOverlay').describe('TopicOverlay'),
    metadata: z
      .strictObject({
        environment: z.string().min(1).describe('the name of the environment'),
        description: z.string().optional().describe('a text'),
      })
      .describe('environment and description'),
    spec: z
      .strictObject({
        patches: z
          .array(
            z
              .strictObject({
                match: z.string().min(1).describe('a topic name, in which * stands for any characters'),
                spec: z.strictObject(topicSpec).describe('what these topics have otherwise'),
              })
              .describe('match and spec'),
          )
          .min(1)
          .describe('a list of match and spec'),
      })
      .describe('patches'),
  })
  .describe('a TopicOverlay document');
