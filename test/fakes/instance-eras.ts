import type { InstanceState } from '../../actions/rolling-reboot/src/core/node.ts';

/** A time in which an instance is in one state; it lasts until the next. Times are milliseconds since the epoch. */
export interface Era {
  readonly from: number;
  readonly state: InstanceState;
  readonly launchTime: number;
}

/** What an instance was, is and is going to be. */
export class InstanceEras {
  #eras: Era[];

  constructor(launchTime: number) {
    this.#eras = [{ from: 0, state: 'running', launchTime }];
  }

  get launchTime(): number {
    return this.#eras.at(-1)?.launchTime ?? 0;
  }

  set launchTime(launchTime: number) {
    this.#eras = this.#eras.map((era) => ({ ...era, launchTime }));
  }

  at(now: number): Era {
    const last = this.#eras.at(-1);
    if (last !== undefined && last.from <= now) return last;
    return this.#eras.findLast(({ from }) => from <= now) ?? { from: 0, state: 'running', launchTime: 0 };
  }

  enter(from: number, state: InstanceState, launchTime = this.launchTime): void {
    this.#eras.push({ from, state, launchTime });
  }

  /** What was to come does not. */
  dropAfter(now: number): void {
    this.#eras = this.#eras.filter(({ from }) => from <= now);
  }

  /** It has never been anything else. */
  beginAs(state: InstanceState): void {
    this.#eras = [{ from: 0, state, launchTime: this.launchTime }];
  }

  include(state: InstanceState): boolean {
    return this.#eras.some((era) => era.state === state);
  }
}
