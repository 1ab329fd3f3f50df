import type { Consent } from './operation.ts';
import type { DesiredTopic } from './topic.ts';

/** Whether overrides that no file names are unset. */
export const mayPrune = (
  { configs }: Pick<DesiredTopic, 'configs'>,
  consents: ReadonlySet<Consent>,
): boolean => configs === 'owned' || (configs === 'managed' && consents.has('prune'));
