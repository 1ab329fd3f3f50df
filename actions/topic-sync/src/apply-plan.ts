import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { Outcome, OutcomeKind } from './core/apply-outcome.ts';
import type { Plan } from './core/plan.ts';
import { type PlannedStep, type Step, stepsOf } from './core/step.ts';
import { stepState, type StepState } from './core/step-state.ts';
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
export async function applyPlan(plan: Plan, cluster: TopicCluster, clock: Clock): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let silent = 0;
  for (const { step, changes } of stepsOf(plan.changes)) {
    const { kind, because }: StepOutcome =
      silent < SILENT_STEPS
        ? await applyStep(step, cluster, clock)
        : { kind: 'not-tried', because: 'the cluster no longer answers' };
    silent = kind === 'silent' ? silent + 1 : kind === 'not-tried' ? silent : 0;
    const shown = kind === 'silent' ? 'failed' : kind;
    outcomes.push(...changes.map((change) => ({ change, kind: shown, because })));
  }
  return outcomes;
}

async function applyStep(step: Step, cluster: TopicCluster, clock: Clock): Promise<StepOutcome> {
  try {
    const before = await look(step, cluster);
    if (before.kind === 'done') return { kind: 'done', because: 'it was already so' };
    if (before.kind === 'stale') return before;
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
