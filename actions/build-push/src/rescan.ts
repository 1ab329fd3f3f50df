import type { Problem } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import { isOfScanBefore, whyScan } from './core/scan-age.ts';
import type { TimedReading } from './core/scan-gate.ts';
import type { Place } from './places.ts';
import type { EcrApi } from './ports.ts';
import { type Session, warn } from './session.ts';

/** A place whose registry scans. */
export type ScannedPlace = Place & { readonly ecr: EcrApi };

/** Has the scan of one image made where there is none, or none that will do; at most once. */
export class Rescan {
  readonly #place: ScannedPlace;
  readonly #digest: string;
  readonly #session: Session;
  #isDone = false;
  /** What was told of the scan before the one that was started here. */
  #before: TimedReading | undefined;

  constructor(place: ScannedPlace, digest: string, session: Session) {
    this.#place = place;
    this.#digest = digest;
    this.#session = session;
  }

  /** Whether a reading counts: while the scan before is still told of, nothing is. */
  async isWordOf(reading: TimedReading): Promise<boolean> {
    const why = this.#isDone ? undefined : whyScan(reading, reading.at);
    if (why !== undefined) await this.#start(reading, why);
    return this.#before === undefined || !isOfScanBefore(this.#before, reading);
  }

  async #start(reading: TimedReading, why: string): Promise<void> {
    this.#isDone = true;
    const refusal = await this.#refusal();
    if (refusal === undefined) {
      this.#session.ports.say(`${this.#digest}: ${why}, and a new one was started`);
      // Where there was none, everything that comes is of the new one.
      if (reading.status !== 'none') this.#before = reading;
    } else if (reading.status === 'COMPLETE') warn(this.#session, this.#usedAllTheSame(why, refusal));
    else this.#session.ports.say(`${this.#digest}: ${why}, and none was started: ${refusal}`);
  }

  /** Why no scan could be started; undefined when one was. Whoever may not start one may still wait. */
  async #refusal(): Promise<string | undefined> {
    const { inputs } = this.#session;
    if (inputs.dryRun || inputs.mode === 'verify') return 'nothing is changed by this run';
    const { ecr, repository } = this.#place;
    try {
      const isStarted = await ecr.startScan(repository, this.#digest);
      return isStarted ? undefined : 'ECR scans an image once a day, and by itself where it watches images';
    } catch (failure) {
      if (!(failure instanceof WorldFailure)) throw failure;
      return failure.message;
    }
  }

  readonly #usedAllTheSame = (why: string, refusal: string): Problem => ({
    where: this.#place.name,
    what: `${why}, and is used for ${this.#digest} all the same: ${refusal}`,
    fix: 'Run again tomorrow, or let Amazon Inspector watch the repository.',
  });
}
