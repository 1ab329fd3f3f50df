import type { Problem } from '../../../../lib/core/problem.ts';
import type { Blocker } from './blocker.ts';
import { MOST_RELAPSES } from './decide-flights.ts';
import type { Decision, Setting, Settings } from './decision.ts';
import { gate } from './gate.ts';
import { impossible } from './impossible.ts';
import { instancesAway } from './instances-away.ts';
import type { Seen } from './observation.ts';
import type { Progress } from './progress.ts';
import { asProblem, halt } from './remedy.ts';
import { INTENT_TAG } from './tags.ts';
import { excusedIds, parkedIds } from './track.ts';

/** Lets the cycle go on only when the whole cluster is well and nothing makes a safe stop impossible for ever. */
export function decideHealth(seen: Seen, progress: Progress, setting: Setting): Decision | undefined {
  const stranger = otherCluster(seen, setting.settings.clusterId);
  if (stranger !== undefined) return halt([stranger], 'this is not the cluster that is meant');
  const blockers = [
    ...instancesAway(seen, setting.nodes, progress.flights),
    ...gate(seen, setting.nodes, excusedIds(setting.nodes, progress, setting.settings.allowances)),
  ];
  const { findings } = setting;
  if (blockers.length === 0) {
    const { refused } = impossible(seen, parkedIds(setting.nodes), setting.settings.allowances);
    const problems = [...findings, ...refused];
    return problems.length > 0 ? halt(problems, 'something forbids every stop') : undefined;
  }
  if (progress.relapses >= MOST_RELAPSES) return haltRestless(findings, blockers);
  if (seen.at - (progress.unwellSince ?? seen.at) < patience(seen, setting.settings)) {
    return { kind: 'wait', blockers, because: 'until the cluster is well' };
  }
  return halt(
    [...findings, ...blockers.map(asProblem)],
    'the cluster is not well, and nothing that we do will mend it',
  );
}

/** It would be waited for without end: each time that it is well for a moment the waiting begins anew. */
function haltRestless(findings: readonly Problem[], blockers: readonly Blocker[]): Decision {
  const times = `the cluster was well and fell ill again ${String(MOST_RELAPSES)} times`;
  const problems = blockers.map(asProblem).map((each) => ({ ...each, what: `${each.what}: ${times}` }));
  return halt([...findings, ...problems], 'the cluster does not stay well');
}

/** Brokers of another environment: nothing of theirs is touched, and waiting will not change it. */
function otherCluster(seen: Seen, wanted: string | undefined): Problem | undefined {
  const found = seen.views.find(({ clusterId }) => clusterId !== wanted)?.clusterId;
  if (wanted === undefined || found === undefined) return undefined;
  return {
    where: 'the Kafka cluster id',
    what: `it is ${found}, and ${wanted} is expected`,
    fix: 'Correct cluster-id, or the bootstrap brokers.',
  };
}

/** A cluster that nobody is bringing back gets this long to settle, in milliseconds. */
const SETTLES_WITHIN = 30_000;

/** How long an unwell cluster is waited for, in milliseconds: a node that boots or catches up gets its time. */
function patience(seen: Seen, { syncTimeout }: Settings): number {
  const catchingUp = seen.instances.some(
    ({ tags, launchTime }) => INTENT_TAG in tags || seen.at - launchTime < syncTimeout,
  );
  return catchingUp ? syncTimeout : SETTLES_WITHIN;
}
