import type { ImageContents } from '../../../../../lib/core/image-contents.ts';
import { broken, type Evidence, type Finding, kept, unknown } from './rule.ts';

/** A finding on what the layers hold: nothing found counts only when all of them were read. */
export function onLayers(image: ImageContents, evidence: readonly Evidence[], none: string): Finding {
  const [first] = evidence;
  if (first !== undefined) {
    const more = evidence.length === 1 ? '' : `, and ${String(evidence.length - 1)} more`;
    return broken(`${first.path ?? 'the config'} ${first.what}${more}`, evidence);
  }
  const unread = image.layers.findIndex(({ flaw }) => flaw !== undefined);
  if (unread === -1) return kept(none);
  return unknown(`layer ${String(unread)} could not be read: ${image.layers[unread]?.flaw?.because ?? ''}`);
}
