import { applyPlan } from './apply-plan.ts';
import { awaitConvergence } from './await-convergence.ts';
import { comparePreview } from './compare-preview.ts';
import { withOwnership } from './core/base.ts';
import { concluded, drift, planned, refusal, type SeenPlan } from './core/conclude.ts';
import type { Explanation } from './core/explain.ts';
import type { Exported } from './core/export/exported.ts';
import { type Grave, gravesOf } from './core/grave.ts';
import { type Permissions, permissionsFor } from './core/permissions/permissions.ts';
import type { Plan } from './core/plan.ts';
import type { Court } from './core/policy/judge.ts';
import type { DesiredTopic } from './core/topic.ts';
import type { Problem } from '../../../lib/core/problem.ts';
import type { Result } from './core/result.ts';
import type { TopicSyncInputs } from './core/inputs.ts';
import { exportTopics } from './export-topics.ts';
import { explainTopics } from './explain-topics.ts';
import { type LoadedTopics, loadTopics } from './load-topics.ts';
import { emptyScope, inScope, isInScope } from './in-scope.ts';
import { makePlan, type PlanRequest } from './make-plan.ts';
import { approvalOf } from './approval-of.ts';
import { identityOf, planDigest } from './core/plan-identity.ts';
import { mayBeMade, ROLLBACK_FILE, rollbackOf, triedIn } from './core/rollback.ts';
import type { MoveSettings } from './core/replica-view.ts';
import type { MoveTools } from './move-tools.ts';
import { readBase } from './read-base.ts';
import { refuseOtherCluster } from './refuse-other-cluster.ts';
import { recoverMoves } from './recover-moves.ts';
import { type Verified, verifyCluster } from './verify-cluster.ts';
import type { Ports, TopicCluster } from './ports.ts';

/** The files are right (`lint`), or this is what was found and done. */
export type Run =
  | { readonly kind: 'linted'; readonly loaded: LoadedTopics }
  | { readonly kind: 'explained'; readonly explanations: readonly Explanation[] }
  | { readonly kind: 'exported'; readonly exported: Exported }
  | { readonly kind: 'permitted'; readonly permissions: Permissions }
  | { readonly kind: 'verified'; readonly verified: Verified }
  | { readonly kind: 'synced'; readonly result: Result };

/** Read the files, look at the cluster, plan; for `apply`: refuse or make exactly that plan, then plan again. */
export async function run(inputs: TopicSyncInputs, ports: Ports): Promise<Run> {
  if (inputs.command === 'export') return { kind: 'exported', exported: await exportTopics(inputs, ports) };
  if (inputs.command === 'verify') return { kind: 'verified', verified: await verifyCluster(inputs, ports) };
  const anyEnvironment = inputs.command === 'lint';
  const all = loadTopics(await ports.readYaml(inputs.files), {
    ...inputs,
    anyEnvironment,
    environments: await ports.environments(),
    now: ports.clock.now(),
  });
  if (inputs.command === 'lint') return { kind: 'linted', loaded: all };
  const loaded = scoped(all, inputs);
  if (inputs.command === 'permissions')
    return { kind: 'permitted', permissions: permissionsOf(loaded, inputs) };
  if (inputs.kafka === null)
    return { kind: 'explained', explanations: await explainTopics(loaded.topics, null) };
  await using cluster = await ports.openCluster(inputs.kafka, inputs.aws);
  if (inputs.command === 'explain') {
    refuseOtherCluster(await cluster.clusterId(), inputs.clusterId);
    return { kind: 'explained', explanations: await explainTopics(loaded.topics, cluster) };
  }
  return { kind: 'synced', result: await sync(inputs, loaded, { ...ports, cluster }) };
}

type Scoped = LoadedTopics & { readonly graves: readonly Grave[] };

function scoped(all: LoadedTopics, inputs: TopicSyncInputs): Scoped {
  const graves = gravesOf(all.documents, inputs.environment);
  const declared = [...all.topics, ...graves];
  const wanted = new Set(inScope<DesiredTopic | Grave>(declared, inputs));
  return {
    ...all,
    topics: all.topics.filter((topic) => wanted.has(topic)),
    graves: graves.filter((grave) => wanted.has(grave)),
    warnings: [...all.warnings, ...emptyScope(declared, wanted)],
  };
}

const permissionsOf = ({ topics, graves }: Scoped, inputs: TopicSyncInputs): Permissions =>
  permissionsFor(
    {
      ...inputs,
      topics: topics.map(({ name }) => name),
      tombstoned: graves.map(({ name }) => name),
      stateTopic: inputs.moving.stateTopic,
    },
    inputs.mskCluster,
  );

type Opened = Ports & { readonly cluster: TopicCluster };

async function sync(
  inputs: TopicSyncInputs,
  { documents, topics, graves, warnings }: Scoped,
  ports: Opened,
): Promise<Result> {
  const clusterId = await ports.cluster.clusterId();
  refuseOtherCluster(clusterId, inputs.clusterId);
  const isApply = inputs.command === 'apply';
  // What an earlier apply left is ended first: the plan would take it for somebody else's.
  const recovered = isApply ? await recoverMoves(movingWith(inputs.moving, ports)) : null;
  const { consents, environment, moving } = inputs;
  const { unusedForMs } = inputs.deletion;
  const base = await readBase(inputs, ports);
  const burial = { graves, base, unusedForMs };
  const court = { policies: documents.policies, environment, now: ports.clock.now() };
  const request = {
    clusterId,
    topics: withOwnership(topics, base),
    consents,
    // An apply begins with nothing that nobody could check.
    validation: isApply ? 'required' : inputs.validation,
    court,
    moving,
    burial,
    isApply,
    isDrift: inputs.command === 'drift',
    isInScope: (name: string) => isInScope(name, inputs),
  };
  const plan = await makePlan(ports.cluster, request, ports.clock);
  const seen = await identified(plan, { court, warnings, preview: inputs.previewPlan }, ports);
  if (inputs.command === 'plan') return planned(seen, inputs);
  if (inputs.command === 'drift') return drift(seen, inputs);
  const refused = refusal(seen, await approvalOf(inputs, { ...seen, base }, ports), consents);
  return alsoTold(recovered, refused ?? (await apply(seen, request, ports)));
}

interface About {
  readonly court: Court;
  readonly warnings: readonly Problem[];
  /** The path of the plan that the pull request showed. */
  readonly preview: string;
}

/** The plan with what it is known by, and in what it differs from the one that was shown before. */
async function identified(plan: Plan, { court, warnings, preview }: About, ports: Opened): Promise<SeenPlan> {
  const identity = identityOf(plan, court, ports.sha256);
  const compared = await comparePreview(preview, { plan, identity }, ports);
  return {
    plan,
    digest: planDigest(identity, ports.sha256),
    identity,
    warnings: [...warnings, ...plan.warnings, ...compared.warnings],
    sincePreview: compared.sincePreview,
  };
}

/** Even where nothing else is changed, what an earlier apply began was. */
const alsoTold = (recovered: string | null, result: Result): Result =>
  recovered === null ? result : { ...result, because: `${recovered}; apart from that: ${result.because}` };

const movingWith = (
  settings: MoveSettings,
  { cluster, clock, say }: Opened,
  isCancelled = () => false,
): MoveTools => ({
  ...{ cluster, clock, say, settings, isCancelled, slowed: new Set(), marked: new Set() },
});

async function apply(seen: SeenPlan, request: PlanRequest, ports: Opened): Promise<Result> {
  const about = { planned: seen.plan.changes, topics: request.topics };
  // Before the first change: an apply that is killed can be taken back too.
  await ports.saveFile(ROLLBACK_FILE, rollbackOf(mayBeMade(seen.plan.changes), about).text);
  using cancellation = ports.watchCancellation();
  const tools = movingWith(request.moving, ports, cancellation.isCancelled);
  const outcomes = await applyPlan(seen.plan, tools);
  const allDone = outcomes.every(({ kind }) => kind === 'done');
  const left = allDone ? await awaitConvergence(seen.plan, request, tools) : null;
  return { ...concluded(seen, outcomes, left), rollback: rollbackOf(triedIn(outcomes), about) };
}
