import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Outcome, OutcomeKind } from './core/apply-outcome.ts';
import { type Change, isReassignment, type Reassignment } from './core/operation.ts';
import type { Plan } from './core/plan.ts';
import { isRise, type PlannedStep, type Step, stepsOf } from './core/step.ts';
import { stepState, type StepState } from './core/step-state.ts';
import type { TopicName } from './core/topic.ts';
import { moveReplicas } from './move-replicas.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';
import { stillUsed } from './plan-use.ts';
import type { Clock, TopicCluster } from './ports.ts';

/** So many steps in a row without an answer, and the rest is not tried: the cluster is gone. */
const SILENT_STEPS = 3;
/** How long a change whose answer was lost may take to show, in milliseconds. */
const SHOWS_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 250;

interface StepOutcome {
  readonly kind: OutcomeKind | 'silent';
  readonly because: string | null;
}

/** Makes the plan's changes, one step after another; a step that fails does not stop the others. */
export async function applyPlan(plan: Plan, tools: MoveTools): Promise<Outcome[]> {
  const steps = stepsOf(plan.changes);
  const applying = new Applying(tools);
  for (const step of steps.filter(({ late }) => !late)) await applying.make(step);
  await applying.move(plan.changes.filter(isReassignment));
  for (const step of steps.filter(({ late }) => late)) await applying.make(step);
  return applying.outcomes;
}

const GONE = { kind: 'not-tried', because: 'the cluster no longer answers' } as const;
const UNCONFIGURED = {
  kind: 'not-tried',
  because: 'the configs of the topic have to be changed first',
} as const;

class Applying {
  readonly outcomes: Outcome[] = [];
  readonly #tools: MoveTools;
  /** Their configs are not as the plan wants them: a minimum may be higher than the replicas that would be left. */
  readonly #unconfigured = new Set<TopicName>();
  readonly #unmoved = new Set<TopicName>();
  #silent = 0;

  constructor(tools: MoveTools) {
    this.#tools = tools;
  }

  async make({ step, changes }: PlannedStep): Promise<void> {
    const { kind, because } = await this.#outcomeOf(step);
    this.#silent = kind === 'silent' ? this.#silent + 1 : kind === 'not-tried' ? this.#silent : 0;
    if (kind !== 'done') this.#unconfigured.add(step.topic);
    const shown = kind === 'silent' ? 'failed' : kind;
    this.outcomes.push(...changes.map((change) => ({ change, kind: shown, because })));
  }

  /** Replicas move all together, so many partitions at a time. */
  async move(changes: readonly Change<Reassignment>[]): Promise<void> {
    const gone = this.#silent >= SILENT_STEPS;
    const [held, free] = [changes.filter(this.#isHeld), changes.filter((change) => !this.#isHeld(change))];
    const moved = gone ? new Map<Change, MoveOutcome>() : await moveReplicas(free, this.#tools);
    for (const change of changes) {
      const outcome = held.includes(change) ? UNCONFIGURED : (moved.get(change) ?? GONE);
      if (outcome.kind !== 'done') this.#unmoved.add(change.operation.topic);
      this.outcomes.push({ change, ...outcome });
    }
  }

  readonly #isHeld = (change: Change<Reassignment>): boolean =>
    !isRise(change) && this.#unconfigured.has(change.operation.topic);

  async #outcomeOf(step: Step): Promise<StepOutcome> {
    if (this.#silent >= SILENT_STEPS) return GONE;
    if (this.#tools.isCancelled()) return { kind: 'not-tried', because: 'the job was cancelled' };
    if (this.#unmoved.has(step.topic)) {
      return { kind: 'not-tried', because: 'the replicas of the topic are not where they have to be first' };
    }
    return applyStep(step, this.#tools.cluster, this.#tools.clock);
  }
}

async function applyStep(step: Step, cluster: TopicCluster, clock: Clock): Promise<StepOutcome> {
  try {
    const before = await look(step, cluster);
    if (before.kind === 'done') return { kind: 'done', because: 'it was already so' };
    if (before.kind === 'stale') return before;
    const used = await stillUsed(step, cluster, clock);
    if (used !== null) return { kind: 'stale', because: used };
    const answer = await cluster.execute(step);
    switch (answer.kind) {
      case 'accepted':
        return { kind: 'done', because: null };
      case 'refused':
        return { kind: 'failed', because: answer.message };
      case 'unauthorised':
        return { kind: 'failed', because: `not allowed: it needs ${answer.needs}` };
      case 'unclear':
        return await lookAgain(step, answer.message, { cluster, clock });
    }
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    return { kind: 'silent', because: failure.message };
  }
}

async function look(step: PlannedStep['step'], cluster: TopicCluster): Promise<StepState> {
  const observed = await cluster.observe([step.topic]);
  return stepState(step, observed.get(step.topic) ?? { kind: 'unknown', because: 'no broker answered' });
}

/** The answer was lost: whether the change happened can only be read from the cluster, which may lag behind. */
async function lookAgain(
  step: Step,
  message: string,
  { cluster, clock }: { readonly cluster: TopicCluster; readonly clock: Clock },
): Promise<StepOutcome> {
  const deadline = clock.now() + SHOWS_WITHIN_MS;
  for (;;) {
    const state = await look(step, cluster);
    if (state.kind === 'done')
      return { kind: 'done', because: `its answer was lost (${message}), but it is so` };
    if (clock.now() >= deadline) {
      return state.kind === 'stale' ? state : { kind: 'failed', because: message };
    }
    await clock.sleep(LOOK_AGAIN_MS);
  }
}
