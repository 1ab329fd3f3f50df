import type { Outcome } from './core/apply-outcome.ts';
import { type Change, isReassignment, type Reassignment } from './core/operation.ts';
import type { Plan } from './core/plan.ts';
import { type PlannedStep, shrinks, type Step, stepsOf } from './core/step.ts';
import { stepBatches } from './core/step-batches.ts';
import type { TopicName } from './core/topic.ts';
import { applyBatch, type StepOutcome } from './apply-batch.ts';
import { moveReplicas } from './move-replicas.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';

/** So many batches in a row without an answer, and the rest is not tried: the cluster is gone. */
const SILENT_BATCHES = 3;

/** Makes the plan's changes, one batch after another; a step that fails does not stop the others. */
export async function applyPlan(plan: Plan, tools: MoveTools): Promise<Outcome[]> {
  const steps = stepsOf(plan.changes);
  const applying = new Applying(tools);
  for (const batch of stepBatches(steps.filter(({ late }) => !late))) await applying.make(batch);
  await applying.move(plan.changes.filter(isReassignment));
  for (const batch of stepBatches(steps.filter(({ late }) => late))) await applying.make(batch);
  return applying.outcomes;
}

const GONE = { kind: 'not-tried', because: 'the cluster no longer answers' } as const;
const CANCELLED = { kind: 'not-tried', because: 'the job was cancelled' } as const;
const UNMOVED = {
  kind: 'not-tried',
  because: 'the replicas of the topic are not where they have to be first',
} as const;
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

  async make(batch: readonly PlannedStep[]): Promise<void> {
    const reasons = new Map(batch.map(({ step }) => [step, this.#reasonNotTo(step)]));
    const tried = batch.map(({ step }) => step).filter((step) => reasons.get(step) === null);
    const made = tried.length === 0 ? [] : await applyBatch(tried, this.#tools);
    if (tried.length > 0) this.#silent = made.every(isSilent) ? this.#silent + 1 : 0;
    const results = new Map(tried.map((step, index) => [step, made[index]]));
    for (const planned of batch)
      this.#tell(planned, results.get(planned.step) ?? reasons.get(planned.step) ?? GONE);
  }

  /** Replicas move all together, so many partitions at a time. */
  async move(changes: readonly Change<Reassignment>[]): Promise<void> {
    const gone = this.#silent >= SILENT_BATCHES;
    const [held, free] = [changes.filter(this.#isHeld), changes.filter((change) => !this.#isHeld(change))];
    const moved = gone ? new Map<Change, MoveOutcome>() : await moveReplicas(free, this.#tools);
    for (const change of changes) {
      const outcome = held.includes(change) ? UNCONFIGURED : (moved.get(change) ?? GONE);
      if (outcome.kind !== 'done') this.#unmoved.add(change.operation.topic);
      this.outcomes.push({ change, ...outcome });
    }
  }

  readonly #isHeld = (change: Change<Reassignment>): boolean =>
    shrinks(change) && this.#unconfigured.has(change.operation.topic);

  #reasonNotTo(step: Step): StepOutcome | null {
    if (this.#silent >= SILENT_BATCHES) return GONE;
    if (this.#tools.isCancelled()) return CANCELLED;
    return this.#unmoved.has(step.topic) ? UNMOVED : null;
  }

  #tell({ step, changes }: PlannedStep, { kind, because }: StepOutcome): void {
    if (kind !== 'done') this.#unconfigured.add(step.topic);
    const shown = kind === 'silent' ? 'failed' : kind;
    this.outcomes.push(...changes.map((change) => ({ change, kind: shown, because })));
  }
}

const isSilent = ({ kind }: StepOutcome): boolean => kind === 'silent';
