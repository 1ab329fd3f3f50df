import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { desiredTopics, observedTopics } from '../../../test/arbitraries/topics.ts';
import { planIdentity } from '../../../test/builders/plan-identity.ts';
import { FakeTopicCluster } from '../../../test/fakes/fake-topic-cluster.ts';
import { applyPlan } from './apply-plan.ts';
import { concluded } from './core/conclude.ts';
import { type Change, type Consent, CONSENTS } from './core/operation.ts';
import type { PreviewDifference } from './core/since-preview.ts';
import { planReport, runReport } from './core/report.ts';
import { rollbackOf } from './core/rollback.ts';
import { makePlan, type PlanRequest } from './make-plan.ts';

const schemaOf = (name: string): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
  );

const PLAN = schemaOf('topic-plan');
const REPORT = schemaOf('topic-report');
const clock = { now: () => 0, sleep: () => Promise.resolve() };
const moving = { throttle: 1_000_000, maxMoving: 10, timeoutMs: 60_000, stateTopic: '_rolling-reboot' };
const CALM = {
  clock,
  settings: moving,
  say: () => undefined,
  isCancelled: () => false,
  slowed: new Set<number>(),
  marked: new Set<string>(),
};
const someConsents = fc.subarray([...CONSENTS]).map((words): ReadonlySet<Consent> => new Set(words));

const mistakes = (schema: z.ZodType, value: object): unknown =>
  schema.safeParse(JSON.parse(JSON.stringify(value))).error?.issues ?? [];

const newOne = ({ operation, because }: Change): PreviewDifference => ({ kind: 'new', operation, because });

test('every plan and every report is as its schema says', () =>
  fc.assert(
    fc.asyncProperty(desiredTopics, observedTopics, someConsents, async (topics, observed, consents) => {
      const cluster = new FakeTopicCluster();
      for (const topic of observed) cluster.topics.set(topic.name, topic);
      const court = { policies: [], environment: '', now: 0 };
      const request: PlanRequest = {
        clusterId: 'c',
        topics,
        consents,
        validation: 'required',
        court,
        moving,
        burial: {
          graves: [],
          base: { kind: 'unknown', why: 'unreadable', because: 'it was not read' },
          unusedForMs: 0,
        },
        isApply: true,
        isDrift: true,
        isInScope: () => true,
      };
      const plan = await makePlan(cluster, request, clock);
      const seen = {
        plan,
        digest: `sha256:${'0'.repeat(64)}`,
        identity: planIdentity(plan),
        warnings: plan.warnings,
        sincePreview: plan.changes.map(newOne),
      };
      const result = concluded(seen, await applyPlan(plan, { cluster, ...CALM }), plan);
      expect(mistakes(PLAN, planReport(seen))).toEqual([]);
      expect(
        mistakes(
          REPORT,
          runReport(
            { ...result, rollback: rollbackOf(plan.changes, { planned: plan.changes, topics }) },
            'rollback.yaml',
          ),
        ),
      ).toEqual([]);
    }),
  ));

test('a plan with a key too much is not', () => {
  const golden = JSON.parse(readFileSync('test/golden/topic-sync/danger/plan.json', 'utf8')) as object;
  expect(mistakes(PLAN, golden)).toEqual([]);
  expect(mistakes(PLAN, { ...golden, more: 1 })).not.toEqual([]);
});
