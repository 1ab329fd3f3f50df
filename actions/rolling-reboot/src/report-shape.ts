import { z } from 'zod';

const time = z.number().describe('milliseconds since 1970');
const duration = z.number().describe('milliseconds');
const node = z.string().describe('a node as it is named in inputs and outputs, such as broker-1');
const count = z.int();

const times = z
  .strictObject({
    stopRequested: time,
    stopped: time,
    left: time,
    startRequested: time,
    running: time,
    back: time,
    restarted: time,
  })
  .partial();

const certificate = z.strictObject({
  node,
  at: time,
  tightest: z
    .strictObject({ topic: z.string(), partition: count, left: z.array(count), minimum: count })
    .nullable()
    .describe('the partition with the least to spare; null when the node has none'),
  voters: z
    .strictObject({ left: count, needed: count, of: count })
    .nullable()
    .describe('null when the node is no voter'),
});

const problem = z.strictObject({
  where: z.string(),
  what: z.string(),
  fix: z.string(),
  place: z.strictObject({ file: z.string(), line: count, column: count }).optional(),
});

const plan = z.strictObject({
  steps: z.array(
    z.strictObject({
      node,
      action: z.enum(['restart', 'start']),
      from: duration,
      to: duration.nullable(),
      because: z.string(),
      certificate: certificate.nullable(),
    }),
  ),
  problems: z.array(problem),
  lasts: duration,
});

const typical = z.strictObject({ stop: duration, start: duration, catchUp: duration });

const forecast = z.strictObject({
  at: time,
  remaining: count,
  steps: z.strictObject({
    kind: z.enum(['assumed', 'measured']),
    cycle: z.string().nullable(),
    nodes: count,
    typical,
  }),
  simulations: count,
  p50: duration,
  p90: duration.nullable(),
});

const comparison = z.strictObject({
  widths: z.array(
    z.strictObject({ width: z.string(), p50: duration, p90: duration.nullable(), together: count }),
  ),
  best: z.string(),
  whyNotFaster: z.array(z.string()),
});

/** The file that the output `report` names, as it is published: what is not here is not promised. */
export const rebootReportShape = z.strictObject({
  status: z.enum(['completed', 'paused', 'halted', 'planned', 'nothing-to-do']),
  cycle: z.string().nullable(),
  resumed: z.boolean().describe('this run continued a cycle that an earlier one left open'),
  goesOn: z.boolean().describe('it paused for want of time alone: a run that begins at once goes on'),
  startedAt: time,
  endedAt: time,
  nodes: z.array(
    z.strictObject({
      node,
      by: z.enum(['this-run', 'earlier-run']),
      times,
      underReplicatedPeak: count,
      role: z.enum(['broker', 'controller', 'broker and controller', 'zookeeper']),
      zone: z.string(),
      instance: z.string(),
      did: z.enum(['restarted', 'started', 'in flight']),
    }),
  ),
  remaining: z.array(node),
  plan: plan.nullable(),
  forecast: forecast.nullable(),
  actual: z
    .strictObject({ lasted: duration, nodes: count, of: count, typical: typical.nullable() })
    .nullable(),
  comparison: comparison.nullable(),
  certificates: z.array(certificate),
  problems: z.array(problem),
  warnings: z.array(z.string()),
  waits: z
    .array(z.strictObject({ reason: z.string(), lasted: duration, example: z.string() }))
    .describe('what was waited for, the longest first'),
  pollingBrokers: z.array(count),
  events: z.array(
    z.strictObject({
      node,
      instance: z.string(),
      code: z.string(),
      notBefore: time.optional(),
      deadline: time.optional(),
    }),
  ),
});
