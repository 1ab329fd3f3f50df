import type { ByteScanner } from '../../../../../lib/core/byte-scanner.ts';
import type { ImageContents } from '../../../../../lib/core/image-contents.ts';
import type { FileSystem } from './file-system.ts';

/** One thing that an image must be, or must not have. */
export interface HardeningRule {
  /** What the image is when it keeps the rule. */
  readonly title: string;
  /** What goes wrong otherwise, for whoever has to mend it. */
  readonly why: string;
  readonly judge: (subject: Subject) => Finding;
}

/** An image with all that rules look at. */
export interface Subject {
  readonly image: ImageContents;
  readonly files: FileSystem;
  /** Bytes that its layers may have unpacked; null: any number. */
  readonly sizeBudget: number | null;
  /** The images that it was made from, as far as they are known: `node:24@sha256:...`. */
  readonly bases: readonly string[];
  readonly scanner: ByteScanner;
}

export interface Finding {
  /** unknown: it could not be seen, so nobody can say that the rule is kept. */
  readonly state: 'kept' | 'broken' | 'unknown';
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  /** What was found there; never the value of a secret. */
  readonly what: string;
  /** `/bin/sh`; null when it is in the image's config. */
  readonly path: string | null;
  /** Counted from 0; null when it is in no layer. */
  readonly layer: number | null;
}

export const kept = (because: string): Finding => ({ state: 'kept', because, evidence: [] });

export const broken = (because: string, evidence: readonly Evidence[] = []): Finding => ({
  state: 'broken',
  because,
  evidence,
});

export const unknown = (because: string): Finding => ({ state: 'unknown', because, evidence: [] });
