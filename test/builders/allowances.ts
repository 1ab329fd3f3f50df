import type { Allowances } from '../../actions/rolling-reboot/src/core/allowances.ts';

/** The rules as they are. */
export const NO_ALLOWANCES: Allowances = {
  extraReplicas: 0,
  unsafeTopics: 'block',
  unsafeQuorum: 'block',
  repair: undefined,
  stateTopic: '_rolling-reboot',
};
