import type { EarlierImage } from './claimed-image.ts';
import { probeAll } from './make-image.ts';
import { pullImage } from './pull-image.ts';
import type { Session } from './session.ts';
import { trialOf, whyTryAnew } from './trial-of.ts';

/** A taken image counts only with the trial that is wanted now: it is fetched and started here where it had another. */
export async function triedAnew(image: EarlierImage, session: Session): Promise<EarlierImage> {
  const { facts, digest, place } = image;
  const why = await whyTryAnew(facts, session);
  if (why === undefined) return image;
  session.ports.say(`${digest} is tried anew: ${why}`);
  const layout = await pullImage(digest, place, session);
  const probes = await probeAll(facts.contents, layout, session);
  return { ...image, facts: { ...facts, probes, trial: trialOf(session) }, isTriedAnew: true };
}
