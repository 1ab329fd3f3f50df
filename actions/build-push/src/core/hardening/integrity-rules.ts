import type { Flaw } from '../../../../../lib/core/image-contents.ts';
import {
  broken,
  type Evidence,
  type Finding,
  type HardeningRule,
  kept,
  type Subject,
  unknown,
} from './rule.ts';

interface PlacedFlaw extends Flaw {
  readonly layer: number | null;
}

const flawsOf = ({ image }: Subject): PlacedFlaw[] => [
  ...image.flaws.map((flaw) => ({ ...flaw, layer: null })),
  ...image.layers.flatMap(({ flaw }, layer) => (flaw === undefined ? [] : [{ ...flaw, layer }])),
];

const evidenceOf = ({ digest, because, layer }: PlacedFlaw): Evidence => ({
  what: `${digest}: ${because}`,
  path: null,
  layer,
});

/** Rules on what was read: no policy turns them off, since without them the others judge nothing. */
export const INTEGRITY_RULES = {
  intact: {
    title: 'is what its digests say',
    why: 'What was judged has to be what is pushed and run.',
    judge: (subject): Finding => {
      const flaws = flawsOf(subject);
      const altered = flaws.filter(({ kind }) => kind === 'altered');
      const [first] = altered;
      if (first !== undefined) return broken(first.because, altered.map(evidenceOf));
      const unread = flaws.find(({ kind }) => kind === 'unreadable');
      if (unread !== undefined) return unknown(unread.because);
      return kept('every blob has its digest and its size');
    },
  },
  bounded: {
    title: 'unpacks within bounds',
    why: 'A layer that grows without end fills the disk of whoever pulls it.',
    judge: (subject): Finding => {
      const bombs = flawsOf(subject).filter(({ kind }) => kind === 'bomb');
      const [first] = bombs;
      if (first !== undefined) return broken(first.because, bombs.map(evidenceOf));
      return kept('all layers were read within the limits');
    },
  },
} as const satisfies Readonly<Record<string, HardeningRule>>;
