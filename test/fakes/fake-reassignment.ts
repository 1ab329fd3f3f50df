import type { RunningReassignment } from '../../actions/topic-sync/src/core/replica-view.ts';

/** A reassignment in a cluster in memory. */
export interface Running extends RunningReassignment {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Looks until it has ended; without end when it hangs. */
  looks: number;
}

export const reassignment = (given: Omit<Running, 'adding' | 'removing'>): Running => ({
  ...given,
  adding: given.after.filter((id) => !given.before.includes(id)),
  removing: given.before.filter((id) => !given.after.includes(id)),
});
