import { z } from 'zod';
import { FREE_RULE_IDS } from '../core/hardening/rules.ts';
import { excusedFor } from './excused-for.ts';

const severity = z.enum(['off', 'warn', 'fail']).optional().describe('off, warn or fail');

/** The shape of a HardeningPolicy document. */
export const hardeningPolicyDocument: z.ZodType = z
  .strictObject({
    apiVersion: z.literal('kafka-fleet/v1').describe('kafka-fleet/v1'),
    kind: z.literal('HardeningPolicy').describe('HardeningPolicy'),
    spec: z
      .strictObject({
        rules: z
          .strictObject(Object.fromEntries(FREE_RULE_IDS.map((id) => [id, severity])))
          .optional()
          .describe('rules by their names; those that are not named fail'),
        sizeBudget: z.string().optional().describe('a size such as 160MB, of all layers unpacked'),
        exceptions: z
          .array(
            z
              .strictObject({
                rule: z.enum(FREE_RULE_IDS).describe('the name of a rule'),
                path: z
                  .string()
                  .startsWith('/')
                  .optional()
                  .describe(
                    'a path such as /usr/bin/ping, or /opt/tools/ for all below it; without it, the config',
                  ),
                ...excusedFor,
              })
              .describe('rule, path, owner, reason and expires'),
          )
          .optional()
          .describe('a list of exceptions'),
      })
      .describe('rules, sizeBudget and exceptions'),
  })
  .describe('a HardeningPolicy document');
