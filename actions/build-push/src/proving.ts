import type { Digest } from '../../../lib/core/image-reference.ts';
import type { EarlierImage } from './claimed-image.ts';
import type { MadeImage } from './make-image.ts';
import type { Place } from './places.ts';
import type { Documents, Prepared } from './prepare.ts';

/** What is proved and delivered. */
export interface Proving {
  readonly prepared: Prepared;
  readonly documents: Documents;
  readonly places: readonly Place[];
  readonly image: ProvedImage;
}

/** An image that was there, or one that was built for this. */
export type ProvedImage = EarlierImage | BuiltImage;

export interface BuiltImage extends MadeImage {
  readonly kind: 'built';
  readonly digest: Digest;
  readonly reasons: readonly string[];
  readonly sizeBefore: number | null;
}
