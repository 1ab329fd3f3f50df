import type { DemoFacts } from './facts.ts';

/** One thing that must be true for the demo to succeed, with what was seen. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
  readonly evidence: string;
}

export function claims(facts: DemoFacts): Claim[] {
  return [
    ...topicClaims(facts),
    ...rebootClaims(facts),
    ...trafficClaims(facts),
    ...recordClaims(facts),
    ...imageClaims(facts),
  ];
}

const claim = (text: string, holds: boolean, evidence: string | number): Claim => ({
  claim: text,
  holds,
  evidence: String(evidence),
});

function topicClaims({ topics }: DemoFacts): Claim[] {
  return [
    claim('the topics of the YAML files were planned', topics.planned === 'changes-pending', topics.planned),
    claim('exactly that plan was applied', topics.applied === 'applied', topics.applied),
    claim('a second plan is empty', topics.plannedAgain === 'in-sync', topics.plannedAgain),
  ];
}

function rebootClaims({ dryRun, reboot, instances, underReplicatedAtEnd }: DemoFacts): Claim[] {
  const { report, exitCode } = reboot;
  const restarted = report.nodes.filter(({ did }) => did === 'restarted');
  const once = instances.filter(({ stops, starts }) => stops === 1 && starts === 1);
  const relaunched = instances.filter(
    ({ state, ...times }) => state === 'running' && times.launchedAfter > times.launchedBefore,
  );
  const peak = Math.max(0, ...restarted.map(({ underReplicatedPeak }) => underReplicatedPeak));
  const all = instances.length;
  return [
    claim(
      'the dry run changed nothing',
      dryRun.status === 'planned' && dryRun.changingCalls === 0,
      `${String(dryRun.changingCalls)} changing calls`,
    ),
    claim(
      'the cycle was completed',
      report.status === 'completed' && exitCode === 0,
      `${report.status}, exit ${String(exitCode)}`,
    ),
    claim(
      'every node was restarted',
      restarted.length === all && report.remaining.length === 0,
      `${String(restarted.length)} of ${String(all)}`,
    ),
    claim(
      'every instance was stopped and started once',
      once.length === all,
      `${String(once.length)} of ${String(all)}`,
    ),
    claim(
      'every instance has a new launch time',
      relaunched.length === all,
      `${String(relaunched.length)} of ${String(all)}`,
    ),
    claim('partitions were under-replicated meanwhile', peak > 0, `${String(peak)} at most`),
    claim('none is under-replicated at the end', underReplicatedAtEnd === 0, underReplicatedAtEnd),
  ];
}

function trafficClaims({ witness }: DemoFacts): Claim[] {
  return [
    claim(
      'records were produced all the time',
      witness.acknowledged > 0,
      `${String(witness.acknowledged)} acknowledged`,
    ),
    claim('no acknowledged record was lost', witness.lost === 0, witness.lost),
    claim('no record was out of order within its key', witness.reordered === 0, witness.reordered),
    claim('no write was refused', witness.refused === 0, witness.refused),
  ];
}

function recordClaims({ slack, ledger, instances }: DemoFacts): Claim[] {
  const count = (state: string): number => ledger.filter((record) => record.state === state).length;
  const told = ['cycle-opened', 'stopping', 'stopped', 'restarted', 'cycle-closed'].map(
    (state) => `${String(count(state))} ${state}`,
  );
  const whole =
    count('cycle-opened') === 1 &&
    count('cycle-closed') === 1 &&
    count('stopping') === instances.length &&
    count('restarted') === instances.length;
  return [
    claim('the state topic tells the whole cycle', whole, told.join(', ')),
    claim(
      'Slack was told of the beginning and the end',
      slack.length === 2,
      `${String(slack.length)} messages`,
    ),
  ];
}

const CHAIN = ['pushed', 'reused', 'promoted', 'verified'];

/** Where no engine can run there is no image to claim anything of. */
function imageClaims({ images }: DemoFacts): Claim[] {
  if (typeof images === 'string') return [];
  return images.map(({ name, statuses, digests }) =>
    claim(
      `${name}: built once, proved, and the same bytes everywhere`,
      CHAIN.every((status, at) => statuses[at] === status) && new Set(digests).size === 1,
      `${statuses.join(', ')}; ${digests[0]?.slice(0, 19) ?? ''}…`,
    ),
  );
}
