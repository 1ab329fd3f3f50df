import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { OutcomeKind } from './core/apply-outcome.ts';
import { type Answer, NO_ANSWER, type NotYet } from './core/judge-answers.ts';
import type { Step } from './core/step.ts';
import { stepState, type StepState } from './core/step-state.ts';
import { stillUsed } from './plan-use.ts';
import type { Clock, TopicCluster } from './ports.ts';

/** How long a change whose answer was lost may take to show, in milliseconds. */
const SHOWS_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 250;

export interface StepOutcome {
  readonly kind: OutcomeKind | 'silent';
  readonly because: string | null;
}

/** So often in a row the controller may say that it makes none of them yet. */
const ATTEMPTS = 10;

interface World {
  readonly cluster: TopicCluster;
  readonly clock: Clock;
  readonly isCancelled: () => boolean;
}

/** Reads the topics of some steps again, makes the steps whose topics are as the plan saw them; one outcome for each. */
export async function applyBatch(steps: readonly Step[], world: World): Promise<StepOutcome[]> {
  const batch = new Batch(world);
  let because = 'no broker answered';
  try {
    await batch.make(steps);
  } catch (failure) {
    if (!(failure instanceof WorldFailure)) throw failure;
    because = failure.message;
  }
  return steps.map((step) => batch.outcomes.get(step) ?? { kind: 'silent', because });
}

class Batch {
  /** What is known when nobody answers any more counts. */
  readonly outcomes = new Map<Step, StepOutcome>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** What the controller does not make yet is compared again when it may: that can be minutes later. */
  async make(steps: readonly Step[]): Promise<void> {
    let left = steps;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const notYet = await this.#makeOnce(left);
      if (notYet.size < left.length) attempt = 1;
      const isOver = attempt === ATTEMPTS || this.#world.isCancelled();
      for (const [step, { message }] of notYet) this.outcomes.set(step, { kind: 'failed', because: message });
      if (isOver || notYet.size === 0) return;
      await this.#world.clock.sleep(Math.max(...[...notYet.values()].map(({ afterMs }) => afterMs)));
      left = [...notYet.keys()];
    }
  }

  async #makeOnce(steps: readonly Step[]): Promise<Map<Step, NotYet>> {
    const [ready, notYet, unclear] = [[] as Step[], new Map<Step, NotYet>(), new Map<Step, string>()];
    for (const [step, state] of await this.#look(steps)) {
      if (await this.#isReady(step, state)) ready.push(step);
    }
    const answers = ready.length === 0 ? [] : await this.#world.cluster.execute(ready);
    for (const [index, step] of ready.entries()) {
      const answer = answers[index] ?? NO_ANSWER;
      if (answer.kind === 'not-yet') notYet.set(step, answer);
      else if (answer.kind === 'unclear') unclear.set(step, answer.message);
      else this.outcomes.set(step, settled(answer));
    }
    await this.#lookAgain(unclear);
    return notYet;
  }

  async #isReady(step: Step, state: StepState): Promise<boolean> {
    if (state.kind === 'done') this.outcomes.set(step, { kind: 'done', because: 'it was already so' });
    if (state.kind === 'stale') this.outcomes.set(step, state);
    if (state.kind !== 'ready') return false;
    const used = await stillUsed(step, this.#world.cluster, this.#world.clock);
    if (used !== null) this.outcomes.set(step, { kind: 'stale', because: used });
    return used === null;
  }

  /** Answers were lost: whether the changes happened can only be read from the cluster, which may lag behind. */
  async #lookAgain(unclear: Map<Step, string>): Promise<void> {
    const deadline = this.#world.clock.now() + SHOWS_WITHIN_MS;
    while (unclear.size > 0) {
      const isOver = this.#world.clock.now() >= deadline;
      for (const [step, state] of await this.#look([...unclear.keys()])) {
        const outcome = outcomeOf(state, { message: unclear.get(step) ?? '', isOver });
        if (outcome === undefined) continue;
        this.outcomes.set(step, outcome);
        unclear.delete(step);
      }
      if (unclear.size > 0) await this.#world.clock.sleep(LOOK_AGAIN_MS);
    }
  }

  async #look(steps: readonly Step[]): Promise<[Step, StepState][]> {
    const observed = await this.#world.cluster.observe(steps.map(({ topic }) => topic));
    const unseen = { kind: 'unknown', because: 'no broker answered' } as const;
    return steps.map((step) => [step, stepState(step, observed.get(step.topic) ?? unseen)]);
  }
}

function settled(answer: Exclude<Answer, { kind: 'unclear' }>): StepOutcome {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'done', because: null };
    case 'refused':
      return { kind: 'failed', because: answer.message };
    case 'unauthorised':
      return { kind: 'failed', because: `not allowed: it needs ${answer.needs}` };
  }
}

/** Of a change whose answer was lost; undefined while it may still show. */
function outcomeOf(
  state: StepState,
  { message, isOver }: { readonly message: string; readonly isOver: boolean },
): StepOutcome | undefined {
  if (state.kind === 'done')
    return { kind: 'done', because: `its answer was lost (${message}), but it is so` };
  if (!isOver) return undefined;
  return state.kind === 'stale' ? state : { kind: 'failed', because: message };
}
