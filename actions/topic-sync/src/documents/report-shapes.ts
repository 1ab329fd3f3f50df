import { z } from 'zod';
import { RISKS, STANDINGS } from '../core/operation.ts';

const place = z.strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) });
const problem = z.strictObject({
  where: z.string(),
  what: z.string(),
  fix: z.string(),
  place: place.optional(),
});
const topic = z.string().describe('the name of the topic');
const topicId = z.string().describe('the id of the topic that the plan saw');
const count = z.int().min(0);
const assignment = z.array(z.array(z.int()));
const moves = z
  .array(z.strictObject({ partition: count, before: z.array(z.int()), after: z.array(z.int()) }))
  .describe('the brokers of each partition, the preferred leader first; empty where they cannot be placed');

/** One change of the cluster, as plan and report tell it. */
export const operationShape = z.union([
  z.strictObject({
    kind: z.literal('create-topic'),
    topic,
    partitions: count,
    replicationFactor: count,
    config: z.array(
      z.strictObject({
        name: z.string(),
        value: z.string(),
        sensitive: z.literal(true).optional().describe('the value is not shown'),
      }),
    ),
    assignment: assignment
      .optional()
      .describe('the brokers of each partition, where the file says how they are placed'),
  }),
  z.strictObject({
    kind: z.enum(['set-config', 'unset-config']),
    topic,
    topicId,
    name: z.string(),
    before: z.string().nullable().describe('the override before; null when there was none'),
    after: z.string().nullable().describe('null is no override'),
    inherited: z
      .string()
      .nullable()
      .optional()
      .describe(
        'what is in force without an override, where one is unset, or set over none and that decides; null when it is not known',
      ),
    sensitive: z.boolean().describe('the values are not shown'),
  }),
  z.strictObject({
    ...{ kind: z.literal('add-partitions'), topic, topicId, before: count, after: count },
    assignment: assignment
      .optional()
      .describe('the brokers of each new partition, where the file says how they are placed'),
  }),
  z.strictObject({ kind: z.literal('remove-partitions'), topic, topicId, before: count, after: count }),
  z.strictObject({
    kind: z.literal('delete-topic'),
    topic,
    topicId,
    unusedForMs: count.describe('how long it must not have been written to, in milliseconds'),
  }),
  z.strictObject({
    kind: z.literal('change-replication-factor'),
    topic,
    topicId,
    before: count.nullable().describe('null when the partitions differ'),
    after: count,
    moves,
    assignment: assignment.describe('the brokers of each partition afterwards, by its number'),
  }),
  z.strictObject({
    kind: z.literal('spread-replicas'),
    topic,
    topicId,
    placement: z.enum(['unmanaged', 'rack-aware', 'balanced']).describe('what the file says'),
    moves,
    assignment: assignment.describe('the brokers of each partition afterwards, by its number'),
  }),
]);

const sha256 = z.string().regex(/^[\da-f]{64}$/);

const change = z.strictObject({
  operation: operationShape,
  because: z.string(),
  risk: z.enum(RISKS),
  riskBecause: z.string().nullable(),
  blocked: z.strictObject({ because: z.string(), fix: z.string() }).nullable(),
  notValidated: z.string().nullable(),
  standing: z
    .strictObject({ kind: z.enum(STANDINGS), because: z.string() })
    .nullable()
    .describe('who changed it since the base; null where that is not known'),
  place,
});

/** The shape of plan.json. */
export const planShape: z.ZodType = z.strictObject({
  version: z.literal(1),
  environment: z.string().describe('empty when none was given'),
  clusterId: z.string(),
  policies: sha256.describe('the digest of the policies in force'),
  digest: z.string().regex(/^sha256:[\da-f]{64}$/),
  declared: count,
  changes: z
    .array(change.extend({ digest: sha256.describe('what is approved of the operation') }))
    .describe('in the order in which they are made'),
  kept: z.array(
    z.strictObject({ topic, name: z.string(), value: z.string().nullable(), because: z.string() }),
  ),
  unknown: z.array(z.strictObject({ topic, because: z.string(), place })),
  others: z
    .array(
      z.strictObject({
        topic,
        kind: z.enum(['orphaned', 'tombstoned', 'unmanaged', 'reserved']),
        because: z.string(),
      }),
    )
    .describe('topics of the cluster that the files do not declare'),
  warnings: z.array(problem),
});

/** The shape of report.json. */
export const reportShape: z.ZodType = z.strictObject({
  version: z.literal(1),
  command: z.enum(['plan', 'apply', 'drift']),
  status: z.enum(['in-sync', 'changes-pending', 'applied', 'refused', 'stale', 'partial', 'not-converged']),
  because: z.string(),
  highestRisk: z.enum(RISKS),
  plan: planShape,
  moved: z.array(z.string()).describe('what is not as it was when the plan was approved'),
  sincePreview: z
    .array(
      z.strictObject({
        kind: z.enum(['new', 'gone', 'changed']),
        operation: operationShape,
        because: z.string(),
      }),
    )
    .nullable()
    .describe('in what the plan differs from the one of the pull request; null where it was not compared'),
  outcomes: z.array(
    z.strictObject({
      operation: operationShape,
      kind: z.enum(['done', 'failed', 'stale', 'not-tried']),
      because: z.string().nullable(),
    }),
  ),
  rollback: z
    .strictObject({
      file: z.string().nullable().describe('the path of documents that restore what was there before'),
      lasting: z.array(z.strictObject({ operation: operationShape, because: z.string() })),
    })
    .nullable()
    .describe('how what was made is taken back, and what of it stays'),
  left: z.array(change).nullable().describe('what a plan made afterwards still wants'),
  warnings: z.array(problem),
});
