import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { formatDuration } from '../../../lib/core/duration.ts';
import { counted } from './core/counted.ts';
import { type MoveState, progressOf } from './core/move-state.ts';
import { type Move, topicOf } from './core/moves.ts';
import type { Change } from './core/operation.ts';
import { endMoves } from './end-moves.ts';
import type { MoveOutcome, MoveTools } from './move-tools.ts';
import { throttle } from './throttles.ts';

const LOOK_AGAIN_MS = 1_000;
/** Progress is told so often, in milliseconds; throttles that somebody took away are put back then. */
const TELL_MS = 15_000;
/** So long a broker may still show the time before a move that has ended or was begun, in milliseconds. */
const LAGS_MS = 10_000;

/** Waits for moves that were begun; gives those that did not come about. After the deadline they are cancelled. */
export async function awaitMoves(
  moves: readonly Move[],
  deadline: number,
  tools: MoveTools,
): Promise<ReadonlyMap<Change, MoveOutcome>> {
  const waiting = new Waiting(moves, tools);
  while (waiting.moves.length > 0) {
    const end = endOf(deadline, tools);
    if (end !== null) return new Map([...waiting.failed, ...(await endMoves(waiting.moves, end, tools))]);
    await tools.clock.sleep(LOOK_AGAIN_MS);
    await waiting.look();
  }
  return waiting.failed;
}

/** Why the moves are not awaited any longer; null as long as they are. */
function endOf(deadline: number, { clock, isCancelled }: MoveTools): string | null {
  if (isCancelled()) return 'the job was cancelled, and it';
  return clock.now() >= deadline ? 'it did not end within reassignment-timeout and' : null;
}

class Waiting {
  moves: readonly Move[];
  readonly failed = new Map<Change, MoveOutcome>();
  readonly #tools: MoveTools;
  readonly #began: number;
  /** When each was last seen to be moved. */
  readonly #seen = new Map<Move, number>();
  #told: number;
  #throttledUntil = 0;

  constructor(moves: readonly Move[], tools: MoveTools) {
    this.moves = moves;
    this.#tools = tools;
    this.#began = tools.clock.now();
    this.#told = this.#began;
  }

  async look(): Promise<void> {
    try {
      const view = await this.#tools.cluster.replicas([...new Set(this.moves.map(topicOf))]);
      this.moves = this.moves.filter((move) => this.#goesOn(move, progressOf(move, view)));
      this.#tell();
      await this.#keepThrottled();
    } catch (failure) {
      // The brokers go on without us; whether they have ended is asked until the deadline.
      if (!(failure instanceof WorldFailure)) throw failure;
      this.#tools.say(`Still moving; the brokers do not answer now: ${failure.message}`);
    }
  }

  #goesOn(move: Move, state: MoveState): boolean {
    const now = this.#tools.clock.now();
    if (state.kind === 'done') return false;
    if (state.kind === 'running') this.#seen.set(move, now);
    if (now - (this.#seen.get(move) ?? this.#began) < LAGS_MS) return true;
    const because = state.kind === 'stale' ? state.because : 'somebody cancelled its reassignment';
    this.failed.set(move.change, { kind: 'stale', because });
    return false;
  }

  /** At the first look and then now and again: somebody may take the throttles away. */
  async #keepThrottled(): Promise<void> {
    const now = this.#tools.clock.now();
    if (now < this.#throttledUntil || this.moves.length === 0) return;
    this.#throttledUntil = now + TELL_MS;
    await throttle(this.moves, this.#tools);
  }

  #tell(): void {
    const { clock, say } = this.#tools;
    if (clock.now() - this.#told < TELL_MS || this.moves.length === 0) return;
    this.#told = clock.now();
    const names = this.moves.map((move) => `${topicOf(move)}-${String(move.partition)}`);
    const shown = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names;
    const since = formatDuration(clock.now() - this.#began);
    say(`${counted(names.length, 'partition')} still moving after ${since}: ${shown.join(', ')}`);
  }
}

const MOST_NAMES = 10;
