import type { ImageFacts } from './core/image-facts.ts';
import { canonicalProbe } from './core/probe-settings.ts';
import type { Session } from './session.ts';

/** Names the trial that a run asks for. */
export const trialOf = ({ inputs, ports }: Session): string => ports.sha256(canonicalProbe(inputs.gates));

/** Why what is known of how an image runs is not what this run asks for; undefined when it is. */
export async function whyTryAnew(
  { probes, trial }: ImageFacts,
  session: Session,
): Promise<string | undefined> {
  if (trial !== trialOf(session)) return 'it was started with other settings';
  for (const { platform, outcome, because } of probes) {
    if (outcome !== 'skipped') continue;
    const cannot = await session.ports.engine.cannotStart(platform);
    if (cannot === undefined) return `${platform} was not started where it was built: ${because}`;
  }
  return undefined;
}
