import { z } from 'zod';
import { RISKS } from '../core/operation.ts';
import { RULE_IDS, type RuleId } from '../core/policy/rules.ts';
import { apiVersion, labels } from './spec-shapes.ts';

const severity = z
  .enum(['error', 'warning'])
  .optional()
  .describe('error (refuses the file or blocks the change) or warning');
const count = z.int().min(0).optional().describe('a whole number');
const pattern = z.string().min(1).describe('a regular expression in RE2 syntax');
const duration = z
  .union([z.string(), z.int().min(0)])
  .optional()
  .describe('a duration such as 7d');
const range = z.strictObject({ severity, min: count, max: count }).describe('min, max and severity');
const plain = z.strictObject({ severity }).describe('severity, or {}');

const RULE_SHAPES: Readonly<Record<RuleId, z.ZodType>> = {
  naming: z.strictObject({ severity, pattern }).describe('pattern and severity'),
  owner: z.strictObject({ severity, pattern: pattern.optional() }).describe('pattern and severity, or {}'),
  partitions: range,
  'replication-factor': range,
  'replicas-fit-cluster': plain,
  'min-insync-replicas-explicit': plain,
  'min-insync-replicas-below-factor': plain,
  retention: z.strictObject({ severity, min: duration, max: duration }).describe('min, max and severity'),
  'segment-share': range,
  'message-fits-segment': plain,
  'same-partitions': plain,
  'replica-budget': z
    .strictObject({ severity, max: z.int().min(1).describe('a whole number from 1') })
    .describe('max and severity'),
  compaction: plain,
  'no-unclean-election': plain,
  frozen: z
    .strictObject({
      severity,
      configs: z.array(z.string()).min(1).describe('a list of config names'),
      reason: z.string().optional().describe('a text'),
    })
    .describe('configs, reason and severity'),
  'change-window': z
    .strictObject({
      severity,
      closed: z.array(z.string()).min(1).describe('a list of windows such as "Fri 00:00-24:00 UTC"'),
      from: z
        .enum(RISKS)
        .optional()
        .describe(`one of ${RISKS.join(', ')}`),
    })
    .describe('closed, from and severity'),
  'retention-covers-lag': plain,
  'cleanup-policy-switch': plain,
};

const texts = z.array(z.string().min(1).describe('a text')).min(1);

/** The shape of a TopicPolicy document. */
export const topicPolicyDocument: z.ZodType = z
  .strictObject({
    apiVersion,
    kind: z.literal('TopicPolicy').describe('TopicPolicy'),
    metadata: z
      .strictObject({
        name: z.string().min(1).describe('the name of the policy'),
        description: z.string().optional().describe('a text'),
      })
      .describe('name and description'),
    spec: z
      .strictObject({
        match: texts.optional().describe('a list of patterns of topic names; all topics without it'),
        environments: texts.optional().describe('a list of environments; all of them without it'),
        rules: z
          .strictObject(
            Object.fromEntries(Object.entries(RULE_SHAPES).map(([id, shape]) => [id, shape.optional()])),
          )
          .describe('rules by their names'),
        waivers: z
          .array(
            z
              .strictObject({
                rule: z.enum(RULE_IDS).describe('the name of a rule'),
                match: z
                  .string()
                  .min(1)
                  .optional()
                  .describe('a topic name, in which * stands for any characters'),
                labels: labels.optional(),
                owner: z.string().min(1).describe('who answers for it, as a text'),
                reason: z.string().min(1).describe('a text'),
                expires: z.string().describe('its last day, such as "2027-01-31"'),
              })
              .describe('rule, match or labels, owner, reason and expires'),
          )
          .optional()
          .describe('a list of waivers'),
      })
      .describe('match, environments, rules and waivers'),
  })
  .describe('a TopicPolicy document');
