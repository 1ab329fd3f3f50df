import { baseWarnings } from './core/base.ts';
import { clusterView } from './cluster-view.ts';
import { diff } from './core/diff.ts';
import { withGraves } from './core/diff-graves.ts';
import { withSensitive } from './core/diff-sensitive.ts';
import type { Burial } from './core/grave.ts';
import { withCollisions } from './core/other-topics.ts';
import type { Court } from './core/policy/judge.ts';
import { keepPolicies } from './core/policy/keep-policies.ts';
import { withStandings } from './core/judge-standing.ts';
import { leftoverThrottles } from './core/leftover-throttles.ts';
import type { Consent } from './core/operation.ts';
import type { Plan } from './core/plan.ts';
import type { MoveSettings } from './core/replica-view.ts';
import type { DesiredTopic, TopicName } from './core/topic.ts';
import type { Validation } from './core/validation.ts';
import { placedTopics } from './core/placement/placed-topics.ts';
import { findOthers } from './find-others.ts';
import { planCreations } from './plan-creations.ts';
import { planGrowth } from './plan-growth.ts';
import { planMoves } from './plan-moves.ts';
import { planUse } from './plan-use.ts';
import { validateChanges } from './validate-changes.ts';
import type { Clock, TopicCluster } from './ports.ts';

export interface PlanRequest {
  readonly clusterId: string;
  readonly topics: readonly DesiredTopic[];
  readonly consents: ReadonlySet<Consent>;
  readonly validation: Validation;
  readonly court: Court;
  readonly moving: MoveSettings;
  readonly burial: Burial;
  /** What is planned is made, too. */
  readonly isApply: boolean;
  /** Topics without a file are what is looked for. */
  readonly isDrift: boolean;
  /** Whether the run is about the topic of a name at all. */
  readonly isInScope: (topic: string) => boolean;
}

/** Reads the cluster once, compares, and asks the brokers about each change; changes nothing. */
export async function makePlan(cluster: TopicCluster, request: PlanRequest, clock: Clock): Promise<Plan> {
  const { clusterId, topics, consents, validation, court, moving: settings } = request;
  const { burial } = request;
  const names = [...topics, ...burial.graves].map(({ name }) => name);
  const { listed, observed } = await cluster.survey(names, keepingRetention(topics));
  const view = await clusterView(cluster, court);
  const compared = withSensitive(diff(topics, observed, consents), { topics, observed, base: burial.base });
  const placed = await planMoves(compared, {
    ...{ cluster, clock, settings, validation, consents },
    placed: placedTopics(topics, observed),
  });
  const buried = withGraves(placed, burial, { observed, consents });
  const standing = withStandings(buried.changes, {
    ...{ base: burial.base, observed, consents },
    isApply: request.isApply,
  });
  const used = await planUse(withCollisions(standing, listed), observed, { cluster, clock });
  const created = await planCreations(used.changes, request, cluster);
  const difference = keepPolicies(
    { ...buried, changes: used.changes },
    { unread: used.unread, court, topics, observed, cluster: view, defaults: created.defaults },
  );
  const { others, warnings: unseen } = await findOthers(cluster, listed, request);
  const warnings = [
    ...difference.warnings,
    ...unseen,
    ...created.warnings,
    ...(await planGrowth(difference.changes, observed, cluster)),
    ...leftoverThrottles(topics, observed),
    ...baseWarnings(burial.base),
  ];
  return {
    clusterId,
    ...difference,
    warnings,
    others,
    changes: await validateChanges(difference.changes, cluster, validation),
  };
}

/** What would hold without the override can change nothing for them. */
function keepingRetention(topics: readonly DesiredTopic[]): Set<TopicName> {
  const wished = ({ config }: DesiredTopic): string | null => config.get('retention.ms')?.value ?? null;
  return new Set(topics.filter((topic) => wished(topic) !== null).map(({ name }) => name));
}
